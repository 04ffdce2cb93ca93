import DICOM
import OrthancModel
import Testing

/// `Tag` alone could be Testing's.
private typealias AttributeTag = DICOM.Tag

@Suite struct ConstraintTests {
    /// One row of ``LiveMatches``.
    struct Row: Sendable, CustomTestStringConvertible {
        let isCaseSensitive: [Bool]
        let query: String
        let found: Set<String>

        init(_ line: Substring) {
            let parts = line.split(separator: "¦", omittingEmptySubsequences: false).map { part in
                part.replacing("⏎", with: "\n").replacing("⇥", with: "\t")
            }
            isCaseSensitive = ["i": [false], "s": [true], "b": [false, true]][parts[0]] ?? []
            query = String(parts[1])
            found = Set(parts.dropFirst(2).map { String($0) })
        }

        var testDescription: String { "\(query) \(isCaseSensitive)" }

        static func all(_ text: String) -> [Row] { text.split(separator: "\n").map(Row.init) }
    }

    /// What these values find beyond SQLite, whose columns hold no accents: Orthanc's own rule
    /// makes an I of a dotless i, as LiveMatches shows for `?`.
    private let beyondLive: [String: Set<String>] = [
        "i": ["ı"], "I": ["ı"], "ı": ["i", "I"], "i*": ["ı"],
    ]

    private func found(
        by row: Row,
        _ isCaseSensitive: Bool,
        among values: [String],
        of tag: AttributeTag
    ) throws -> Set<String> {
        let constraint = try Constraint(
            tag: tag,
            value: row.query,
            isCaseSensitive: isCaseSensitive
        )
        // A store answers without the blanks at the end.
        return Set(
            values.filter { value in
                let stored = value.last == " " ? String(value.dropLast()) : value
                return constraint?.matches(stored) ?? true
            }
        )
    }

    @Test("text is found as a live Orthanc finds it", arguments: Row.all(LiveMatches.textMatches))
    func matchesText(row: Row) throws {
        try #require(!row.isCaseSensitive.isEmpty)
        for isCaseSensitive in row.isCaseSensitive {
            let ours = try found(
                by: row,
                isCaseSensitive,
                among: LiveMatches.texts,
                of: .institutionName
            )
            let beyond = isCaseSensitive ? [] : beyondLive[row.query] ?? []
            #expect(ours == row.found.union(beyond))
        }
    }

    @Test(
        "dates are found as a live Orthanc finds them",
        arguments: Row.all(LiveMatches.dateMatches)
    )
    func matchesDates(row: Row) throws {
        for isCaseSensitive in row.isCaseSensitive {
            let ours = try found(by: row, isCaseSensitive, among: LiveMatches.dates, of: .studyDate)
            #expect(ours == row.found)
        }
    }

    @Test("the folded rule finds at least what the raw rule finds")
    func foldedIsSuperset() throws {
        for row in Row.all(LiveMatches.textMatches) {
            let constraint = try #require(
                try Constraint(tag: .patientName, value: row.query, isCaseSensitive: true)
            )
            for value in LiveMatches.texts where constraint.matches(value) {
                #expect(constraint.foldedRule.matches(CaseFold.fold(value)), "\(row.query)")
            }
        }
    }

    @Test("a resource without the attribute is never found")
    func absentIsNotFound() throws {
        let any = try #require(
            try Constraint(tag: .patientName, value: "*", isCaseSensitive: false)
        )
        #expect(!any.matches(nil))
        #expect(any.matches(""))
    }

    @Test(
        "a wildcard on an attribute that has none is refused",
        arguments: [
            ("0008,0020", "2008*"), ("0008,0020", "2008*-2009"), ("0008,0020", "2008\\2*-"),
            ("0020,000d", "*"), ("0028,0010", "*"), ("0010,1010", "*"), ("0009,1001", "x*"),
            ("0008,0062", "*"),
        ]
    )
    func refusesWildcards(tag: String, value: String) throws {
        let number = try #require(AttributeTag(parsing: tag))
        #expect(
            throws: OrthancFault(
                .parameterOutOfRange,
                details: "Wildcards are not allowed on tag \(tag)"
            )
        ) {
            try Constraint(tag: number, value: value, isCaseSensitive: false)
        }
    }

    @Test("in a list, wildcards are plain characters on any attribute")
    func listsHaveNoWildcards() throws {
        let constraint = try #require(
            try Constraint(tag: .studyInstanceUID, value: "1.2\\*", isCaseSensitive: false)
        )
        #expect(constraint.rule == .anyOf(["1.2", "*"]))
        #expect(!constraint.matches("1.3"))
    }

    @Test("an empty value and a range without bounds ask nothing")
    func asksNothing() throws {
        #expect(try Constraint(tag: .patientID, value: "", isCaseSensitive: false) == nil)
        #expect(try Constraint(tag: .studyDate, value: "-", isCaseSensitive: false) == nil)
        #expect(try Constraint(tag: .patientID, value: "-", isCaseSensitive: false) != nil)
    }

    @Test("a value with NUL finds nothing")
    func nulFindsNothing() throws {
        let constraint = try #require(
            try Constraint(tag: .patientID, value: "P\0*", isCaseSensitive: false)
        )
        #expect(constraint.rule == .anyOf([]))
        #expect(!constraint.matches("P\0*"))
    }

    @Test("a pattern of many stars is settled without going back more than once")
    func patternIsBounded() {
        let pattern = String(repeating: "*a", count: 500) + "*b"
        #expect(!WildcardPattern.matches(pattern, String(repeating: "a", count: 5_000)))
    }
}

@Suite struct WildcardPatternTests {
    @Test("the pattern for LIKE escapes what LIKE itself understands")
    func translates() {
        #expect(WildcardPattern.like("A*b?%_\\c") == "A%b_\\%\\_\\\\c")
    }

    @Test("literal prefix and longest literal run are counted in characters")
    func measures() {
        #expect(WildcardPattern.literalPrefix("Mü*ller") == "Mü")
        #expect(WildcardPattern.literalPrefix("*x") == "")
        #expect(WildcardPattern.longestLiteral("a*bcü?de") == 3)
        #expect(WildcardPattern.longestLiteral("*?") == 0)
    }
}

@Suite struct CaseFoldTests {
    @Test(
        "folding is by single scalars, as the C library's",
        arguments: [
            ("é", "É"), ("ß", "ß"), ("ÿ", "Ÿ"), ("ı", "I"), ("µ", "Μ"), ("ς", "Σ"), ("ǅ", "Ǆ"),
            ("ﬁ", "ﬁ"), ("ŉ", "ŉ"), ("ᾀ", "ᾈ"), ("𐐨", "𐐀"), ("a\u{301}", "A\u{301}"),
            ("aZ09^=", "AZ09^="),
            ("ſ", "S"), ("İ", "İ"), ("ⅳ", "Ⅳ"), ("ａ", "Ａ"),
        ]
    )
    func folds(text: String, capital: String) {
        #expect(CaseFold.fold(text).unicodeScalars.elementsEqual(capital.unicodeScalars))
    }

    @Test("folding twice changes nothing more, and never the number of characters")
    func isStable() {
        for number in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(number) else { continue }
            let once = CaseFold.fold(String(scalar))
            #expect(once.unicodeScalars.count == 1)
            #expect(CaseFold.fold(once) == once)
        }
    }
}
