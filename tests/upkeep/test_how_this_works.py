"""The page for website managers, in docs/ and in the staff area."""

from upkeep.desk.how import as_html


def test_staff_read_how_the_desk_works(editor):
    page = editor.get("/staff/desk/how-this-works/").text
    assert "<h2>Each month</h2>" in page and "<em>Close</em>" in page
    assert "**" not in page and "## " not in page
    assert "/staff/desk/how-this-works/" in editor.get("/staff/desk/").text


def test_its_signs_become_html_and_nothing_else_does():
    text = "## One\nA **b** and\n`c` & <i>\n\n- *d*\n- e\nF"
    assert as_html(text).split("\n") == [
        "<h2>One</h2>",
        "<p>A <strong>b</strong> and <code>c</code> &amp; &lt;i&gt;</p>",
        "<ul><li><em>d</em></li><li>e</li></ul>",
        "<p>F</p>",
    ]
