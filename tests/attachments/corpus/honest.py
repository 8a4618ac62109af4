"""Files people send: of many programs, sizes and names."""

import io
from collections.abc import Iterator

import openpyxl
import pypdf
import typst
import xlsxwriter
from PIL import Image

from tests.attachments.corpus.parts import (
    CONTENT_TYPES,
    DOCUMENT,
    RELATIONS,
    Sample,
    docx_parts,
    object_stream,
    outside,
    package,
    pdf,
    photo,
    saved,
    xlsx,
)


def pictures() -> Iterator[Sample]:
    """Photos of phones and cameras."""
    turned = Image.Exif()
    turned[0x0112] = 6
    placed = Image.Exif()
    placed.get_ifd(0x8825).update({1: "N", 2: (28.0, 41.0, 0.0)})
    scan, two = photo("RGB", (2480, 3508)), [photo()]
    for what, name, content in (
        ("JPEG", "身份证（正面）.jpg", saved(photo(), "JPEG")),
        ("JPEG in capitals", "IMG_20260718_081500.JPG", saved(photo(), "JPEG", quality=60)),
        ("progressive JPEG", "照片.jpeg", saved(photo(), "JPEG", progressive=True)),
        ("CMYK JPEG", "印刷稿.jpg", saved(photo("CMYK"), "JPEG")),
        ("grey JPEG", "复印件.jpg", saved(photo("L"), "JPEG")),
        ("turned JPEG", "竖拍.jpg", saved(photo(), "JPEG", exif=turned)),
        ("JPEG with place", "现场.jpg", saved(photo(), "JPEG", exif=placed)),
        ("fine JPEG", "扫描300dpi.jpg", saved(scan, "JPEG", subsampling=0, dpi=(300, 300))),
        ("phone of 12 million", "12MP.jpg", saved(photo("RGB", (4000, 3000)), "JPEG")),
        ("phone of 50 million", "50MP.jpg", saved(photo("RGB", (8160, 6120)), "JPEG")),
        ("phone of 108 million", "108MP.jpg", saved(photo("RGB", (12000, 9000)), "JPEG")),
        (
            "MPO of two pictures",
            "双摄.jpg",
            saved(photo(), "MPO", save_all=True, append_images=two),
        ),
    ):
        yield Sample(what, name, content)


def scans() -> Iterator[Sample]:
    """What scanners, screens and messengers make."""
    grey16 = Image.new("I;16", (300, 200), 40_000)
    clear, large = photo("RGBA"), photo("RGB", (4960, 7016))
    clear.putalpha(120)
    for what, name, content in (
        ("PNG", "截图.png", saved(photo(), "PNG")),
        ("PNG of few colours", "表格.PNG", saved(photo("P"), "PNG")),
        ("black and white PNG", "传真.png", saved(photo("1"), "PNG")),
        ("clear PNG", "签名.png", saved(clear, "PNG")),
        ("deep PNG", "灰度16位.png", saved(grey16, "PNG")),
        ("scanned PNG", "扫描件600dpi.png", saved(photo("L", (4960, 7016)), "PNG")),
        (
            "coloured scan",
            "彩色扫描600dpi.png",
            saved(large, "PNG", compress_level=1),
        ),
        ("WebP", "聊天图片.webp", saved(photo(), "WEBP")),
        ("lossless WebP", "无损.webp", saved(photo(), "WEBP", lossless=True)),
        ("WebP of 9 million", "9MP.webp", saved(photo("RGB", (3600, 2500)), "WEBP", method=0)),
        ("tiny PNG", "点.png", saved(Image.new("RGB", (1, 1)), "PNG")),
    ):
        yield Sample(what, name, content)


def _by_typst() -> bytes:
    words = '#set page(paper: "a4")\nDegree #link("https://x.invalid")[site]'
    return typst.compile(words.encode(), ignore_system_fonts=True)


def _by_pypdf(version: str) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": "学位证书"})
    writer.pdf_header = f"%PDF-{version}"
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def papers() -> Iterator[Sample]:
    """PDFs of several writers and versions."""
    for version in ("1.3", "1.5", "1.7", "2.0"):
        yield Sample(f"PDF {version}", f"证书 PDF{version}.pdf", _by_pypdf(version))
    yield Sample("PDF by typst", "公文.pdf", _by_typst())
    yield Sample("PDF of pictures", "扫描.pdf", saved(photo(), "PDF"))
    yield Sample("PDF compressed inside", "a.pdf", pdf(object_stream(b"5 0 << /Type /Font >>")))
    yield Sample("PDF with link", "a.pdf", pdf("<< /S /URI /URI (https://x.invalid) >>"))
    form = "<< /AcroForm << /Fields [] >> /OpenAction [3 0 R /Fit] >>"
    yield Sample("PDF with form", "表单.pdf", pdf(form))
    invoice = "<< /Type /Filespec /F (invoice.xml) /UF <FEFF0061002E0078006D006C> /EF << >> >>"
    yield Sample("PDF invoice", "电子发票.pdf", pdf(invoice, "<< /EmbeddedFiles 4 0 R >>"))
    yield Sample("PDF with noise", "a.pdf", pdf(b"<< /Length 9 >>\nstream\n/JS /AA x\nendstream"))
    yield Sample("PDF and line ends", "a.pdf", pdf(end=b"\r\n\r\n\0"))


def _by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["名称", "=SUM(1,2)", 3])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("数据")
        page.write_row(0, 0, ["年份", "专利", 3])
        page.write_url(1, 0, "https://x.invalid")
        page.insert_image(2, 0, "a.png", {"image_data": io.BytesIO(saved(photo(), "PNG"))})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=数据!$C$1:$C$1"})
        page.insert_chart(5, 0, chart)
    return out.getvalue()


def offices() -> Iterator[Sample]:
    """Word and Excel files of several writers."""
    links = RELATIONS.format(
        '<Relationship Id="r1" Type="urn:o/relationships/hyperlink" '
        'Target="https://x.invalid" TargetMode="External"/>'
    )
    template = outside("attachedTemplate", "file:///C:\\Users\\me\\Normal.dotm")
    utf16 = '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")
    long = DOCUMENT.replace("证明材料", "业绩材料" * 200_000)
    for what, more in (
        ("plain", {}),
        ("with links", {"word/_rels/document.xml.rels": links}),
        ("from a template at home", {"word/_rels/settings.xml.rels": template}),
        ("with picture", {"word/media/image1.jpeg": saved(photo(), "JPEG")}),
        ("with chart", {"word/embeddings/Microsoft_Excel_Sheet.xlsx": _by_openpyxl()}),
        ("in UTF-16", {"docProps/app.xml": utf16}),
        ("long", {"word/document.xml": long}),
        ("with mark at the start", {"word/styles.xml": "\ufeff" + CONTENT_TYPES}),
    ):
        yield Sample(f"Word {what}", "工作总结.docx", package(docx_parts(more)))
    yield Sample("Word stored", "未压缩.docx", package(docx_parts({}), 0))
    yield Sample("Excel by openpyxl", "成果清单.xlsx", _by_openpyxl())
    yield Sample("Excel by xlsxwriter", "统计表.XLSX", _by_xlsxwriter())
    yield Sample("Excel plain", "a.xlsx", xlsx({"xl/worksheets/sheet1.xml": "<sheet/>"}))


def names() -> Iterator[Sample]:
    """Honest files under unusual names."""
    for name in (
        "关于报送2026年度省级科技特派员推荐材料的函（最终版）.pdf",
        "长" * 300 + ".pdf",
        "a b　c.pdf",
        "résumé (1) [copy] & more!.pdf",
        "𠮷田證書.pdf",
        "..证书...pdf",
    ):
        yield Sample(f"named {name[:20]}", name, pdf())


def all_honest() -> list[Sample]:
    """Every one of them."""
    return [one for family in (pictures, scans, papers, offices, names) for one in family()]
