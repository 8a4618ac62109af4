"""Files people upload: kept by content, bound to what they prove, read by those who may."""
