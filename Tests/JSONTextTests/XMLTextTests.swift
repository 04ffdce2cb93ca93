import JSONText
import Testing

@Suite struct XMLTextTests {
    private static func convert(_ json: String, pieces: Int = .max) -> String {
        var converter = XMLText()
        var xml: [UInt8] = []
        let bytes = Array(json.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(pieces, bytes.count)) {
            xml += converter.feed(bytes[start...].prefix(pieces))
        }
        return String(decoding: xml, as: UTF8.self)
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

    /// What a live Orthanc 1.10.1 gives.
    private static let goldens: [(json: String, xml: String)] = [
        ("[]", "<root />\n"),
        ("{}", "<root />\n"),
        ("[ 0 ]", "<root>\n  <item>0</item>\n</root>\n"),
        (
            #"{"Labels":[],"A":"","N":null,"T":true,"D":-1.5e3}"#,
            """
            <root>
              <Labels />
              <A></A>
              <N>null</N>
              <T>true</T>
              <D>-1.5e3</D>
            </root>

            """
        ),
        (
            #"{"Changes" : [ { "ID" : "x", "In" : {"a":[["y"]]} } ], "Done":false}"#,
            """
            <root>
              <Changes>
                <item>
                  <ID>x</ID>
                  <In>
                    <a>
                      <item>
                        <item>y</item>
                      </item>
                    </a>
                  </In>
                </item>
              </Changes>
              <Done>false</Done>
            </root>

            """
        ),
        (
            #"{"0028,0102":"A&B<C>D\"E'\u00e9\ud83d\ude00é","C":"a\r\nb\tc\u0001\/\\"}"#,
            "<root>\n  <0028,0102>A&amp;B&lt;C&gt;D\"E'é😀é</0028,0102>\n"
                + "  <C>a\r\nb\tc&#01;/\\</C>\n</root>\n"
        ),
    ]

    @Test("JSON becomes Orthanc's XML", arguments: goldens)
    func golden(json: String, xml: String) {
        #expect(Self.convert(json) == Self.head + xml)
    }

    @Test("pieces of any size give the same", arguments: goldens)
    func pieces(json: String, xml: String) {
        for size in 1...7 { #expect(Self.convert(json, pieces: size) == Self.head + xml) }
    }
}
