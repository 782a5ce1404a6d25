import pytest

from rag.errors import EmptySource, UnreadableSource

HEAD = (
    "From: Council of Harven <press@harven.example>\r\nSubject: Fwd: =?utf-8?q?Dam_f=C3=BCll?=\r\n"
    "Date: Fri, 14 Oct 2022 09:12:00 +0200\r\nMIME-Version: 1.0\r\n"
)


def test_a_release_sent_by_mail_has_subject_date_and_sender(read):
    document = read(
        f"{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\nThe dam is full.", "mail"
    )
    assert document.text == "The dam is full."
    assert (document.title, document.date) == ("Dam füll", "2022-10-14")
    assert document.publisher == "Council of Harven"


def test_a_release_in_html_alone_is_read_without_its_tags(read):
    document = read(f"{HEAD}Content-Type: text/html\r\n\r\n<p>The <b>dam</b> is full.</p>", "mail")
    assert document.text == "The dam is full."
    assert document.title == "Dam füll"


def test_a_message_of_attachments_alone_says_so(read):
    with pytest.raises(EmptySource, match="attachments"):
        read(f"{HEAD}Content-Type: application/pdf\r\n\r\nx", "mail")


def test_what_is_no_message_says_so(read):
    with pytest.raises(UnreadableSource, match="no mail message"):
        read("\r\nThe dam is full.", "mail")


def test_a_message_whose_plain_part_points_to_the_other_is_read_as_html(read):
    head = f'{HEAD}Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    plain = "--b\r\nContent-Type: text/plain\r\n\r\nSee the HTML.\r\n"
    page = "--b\r\nContent-Type: text/html\r\n\r\n<p>The dam is full.</p>\r\n--b--\r\n"
    assert read(head + plain + page, "mail").text == "The dam is full."
