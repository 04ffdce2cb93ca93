import JSONText
import Testing

@Suite struct ElementTests {
    private func root(_ text: String) throws -> JSONElement {
        try JSONDocument(Array(text.utf8)).root
    }

    @Test("strings are decoded, escapes and surrogate pairs included")
    func decodesStrings() throws {
        let element = try root(#""a\"\\\/\b\f\n\r\té\u00e9\u20ac\ud83d\ude00\u0000""#)
        let expected = "a\"\\/\u{8}\u{C}\n\r\té\u{E9}\u{20AC}\u{1F600}\0"
        #expect(element.string == expected)
        #expect(element.utf8 == Array(expected.utf8))
        #expect(element.isString(expected))
        #expect(!element.isString(expected + "x"))
    }

    @Test("only a number without fraction or exponent that fits is an integer")
    func readsIntegers() throws {
        #expect(try root("9223372036854775807").integer == .max)
        #expect(try root("-9223372036854775808").integer == .min)
        #expect(try root("9223372036854775808").integer == nil)
        #expect(try root("-9223372036854775809").integer == nil)
        #expect(try root("-0").integer == 0)
        #expect(try root("2.0").integer == nil)
        #expect(try root("1e2").integer == nil)
        #expect(try root("\"2\"").integer == nil)
    }

    @Test("any finite number is a real")
    func readsReals() throws {
        #expect(try root("9223372036854775808").real == 9.223372036854775808e18)
        #expect(try root("-2.5e-3").real == -0.0025)
        #expect(try root("7").real == 7)
        #expect(try root("1e999").real == nil)
        #expect(try root("true").real == nil)
    }

    @Test("the last of duplicate keys counts, written with escapes or not")
    func lastKeyWins() throws {
        let element = try root(#"{"a":1,"b":2,"\u0061":3}"#)
        #expect(element["a"]?.integer == 3)
        #expect(element["b"]?.integer == 2)
        #expect(element["c"] == nil)
        #expect(Array(element.members).count == 3)
    }

    @Test("elements and members come in order and know their own text")
    func iterates() throws {
        let text = #" { "x" : [ 1 , {"y":[]}, "z" ] , "w":null } "#
        let element = try root(text)
        let members = Array(element.members)
        #expect(members.map { $0.key.string } == ["x", "w"])
        #expect(members[1].value.isNull)
        let elements = Array(members[0].value.elements)
        #expect(elements.map(\.kind) == [.integer, .object, .string])
        #expect(String(decoding: elements[1].text, as: UTF8.self) == "{\"y\":[]}")
        #expect(element.range == 1..<text.utf8.count - 1)
    }

    @Test("a value of another kind has no elements, members or scalars")
    func kindsAreApart() throws {
        let text = try root("\"[1]\"")
        #expect(Array(text.elements).isEmpty && Array(text.members).isEmpty)
        #expect(text["a"] == nil)
        #expect(text.boolean == nil && text.integer == nil && text.real == nil)
        let list = try root("[true]")
        #expect(list.string == nil && list.utf8 == nil && Array(list.members).isEmpty)
        #expect(list.elements.map(\.boolean) == [true])
        #expect(try root("false").boolean == false)
    }
}
