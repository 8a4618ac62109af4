"""Technical demands: from draft to publication."""
