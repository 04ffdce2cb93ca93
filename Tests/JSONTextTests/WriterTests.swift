import JSONText
import Testing

@Suite struct WriterTests {
    private let sample: JSONValue = [
        "ID": "x", "None": [], "Nothing": [:], "Deep": ["A": [1, ["k": false]], "B": .null],
        "Real": 2.5,
    ]

    @Test("Orthanc's layout has three blanks a level and empty containers in place")
    func orthancLayout() {
        let expected = """
            {
               "Deep" : \n   {
                  "A" : \n      [
                     1,
                     {
                        "k" : false
                     }
                  ],
                  "B" : null
               },
               "ID" : "x",
               "None" : [],
               "Nothing" : {},
               "Real" : 2.5
            }
            """
        #expect(String(decoding: sample.text(), as: UTF8.self) == expected)
    }

    @Test("an answer of Orthanc 1.10.1 is written again byte for byte")
    func repeatsOrthanc() throws {
        let answer = """
            [
               {
                  "ID" : "bdaf1eca-33d4619e-80e8ca68-9a1b74a4-febbbb29",
                  "IsStable" : false,
                  "LastUpdate" : "20261121T072631",
                  "MainDicomTags" : \n      {
                     "PatientID" : "P1",
                     "PatientName" : "M\\u00fcller^J\\u00fcrg",
                     "PatientSex" : "M"
                  },
                  "Studies" : \n      [
                     "ce42f924-f6020bea-aa810144-6941b6f0-88331094"
                  ],
                  "Type" : "Patient"
               }
            ]
            """
        #expect(try String(decoding: JSONValue(Array(answer.utf8)).text(), as: UTF8.self) == answer)
    }

    @Test("an error body is laid out with tabs")
    func errorLayout() {
        let text = (["A": 1, "B": ["x"]] as JSONValue).text(.orthancError)
        #expect(
            String(decoding: text, as: UTF8.self)
                == "{\n\t\"A\" : 1,\n\t\"B\" : \n\t[\n\t\t\"x\"\n\t]\n}"
        )
    }

    @Test("the compact layout has no blank")
    func compactLayout() {
        let expected =
            #"{"Deep":{"A":[1,{"k":false}],"B":null},"ID":"x","None":[],"Nothing":{},"Real":2.5}"#
        #expect(String(decoding: sample.text(.compact), as: UTF8.self) == expected)
    }

    @Test("strings are escaped as jsoncpp does it")
    func escapes() {
        let text: JSONValue = "a\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}é😀"
        let start = #""a\"\\/\b\f\n\r\t\u0001"# + "\u{7F}"
        #expect(String(decoding: text.text(), as: UTF8.self) == start + #"\u00e9\ud83d\ude00""#)
        #expect(String(decoding: text.text(.compact), as: UTF8.self) == start + "é😀\"")
    }

    @Test("fragments and members go in between the rest")
    func writesFragments() {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("a", "x")
            writer.member("b", 7)
            writer.member("c", true)
            writer.member("d", ["y", "z"])
            writer.key("e")
            writer.raw(Array("[1]".utf8))
            writer.key("f")
            writer.array { writer in
                writer.raw(Array("{}".utf8))
                writer.null()
                writer.real(.infinity)
                writer.real(-0.5)
            }
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":"x","b":7,"c":true,"d":["y","z"],"e":[1],"f":[{},null,null,-0.5]}"#
        )
    }

    @Test("what a tree is written as reads as the same tree", arguments: 0..<200)
    func roundTrips(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = JSONValue.random(depth: 5, using: &generator)
        for layout in [JSONWriter.Layout.compact, .orthanc, .orthancError] {
            #expect(try JSONValue(value.text(layout)) == value)
        }
    }
}

/// SplitMix64: the same values for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension JSONValue {
    static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .boolean(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3: return .real(Double.random(in: -1e12...1e12, using: &generator))
        case 4, 5: return .string(randomText(using: &generator))
        case 6:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            let count = Int.random(in: 0...4, using: &generator)
            let members = (0..<count).map { _ in
                (randomText(using: &generator), random(depth: depth - 1, using: &generator))
            }
            return .object(JSONObject(members))
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0...0x1F, 0x80...0xD7FF, 0xE000...0x10FFFF]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let range = ranges.randomElement(using: &generator) ?? 0...0
            text.append(Unicode.Scalar(.random(in: range, using: &generator)) ?? " ")
        }
        return String(text)
    }
}
