import Inventory
import Testing

@Suite struct HTMLTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("  two\nlines  ", "two\nlines"), ("a < b & c > d", "a < b & c > d"),
        ("R&amp;D\nteam", "R&D\nteam"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"), ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<div>a</div><div>b</div>", "a\nb"), ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
        ("<b>Bold</b> and <i>it</i>alic", "Bold and italic"), ("<p>a\n   b&nbsp;&nbsp;c</p>", "a b c"),
        ("<style>p { x }</style><SCRIPT>if (a<b) {}</SCRIPT>text<!-- no -->", "text"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("&lt;b&gt; stays", "<b> stays"), ("&#65;&#x42;&unknown; &#xD800;", "AB&unknown; &#xD800;"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"), ("<p></p><p></p><p>x</p><p></p><p>y</p>", "x\n\ny"), ("<", "<"),
        ("<p", "<p"),
        ("", ""), ("<br><br>", ""),
    ])
    func readsAsAReaderWould(_ html: String, _ expected: String) {
        #expect(HTMLText.plain(html) == expected)
    }

    /// A hostile megabyte must not take minutes.
    @Test(.timeLimit(.minutes(1)))
    func aMegabyteOfTagsIsRead() {
        #expect(HTMLText.plain(String(repeating: "<p>x&amp;</p>\n", count: 70_000)).hasPrefix("x&\n\nx&"))
        #expect(HTMLText.plain(String(repeating: "<", count: 100_000)).utf8.count == 100_000)
        #expect(HTMLText.plain("<p>" + String(repeating: "<script>", count: 1_000)) == "")
    }
}
