/// Reads one line of a Prometheus text.
struct SampleReader {
    private let bytes: ArraySlice<UInt8>
    private let number: Int
    private let mostLabels: Int
    private var place: Int

    init(_ bytes: ArraySlice<UInt8>, _ number: Int, mostLabels: Int) {
        self.bytes = bytes.last == 13 ? bytes.dropLast() : bytes
        self.number = number
        self.mostLabels = mostLabels
        place = bytes.startIndex
    }

    /// - Returns: Nil for an empty line or a comment.
    mutating func sample() throws(MetricsTextError) -> MetricSample? {
        skipBlanks()
        guard let first = peek, first != UInt8(ascii: "#") else { return nil }
        let name = try word("a name", colons: true)
        let labels = try self.labels()
        guard isBlank else { throw refusal("a blank and a value are expected") }
        skipBlanks()
        let value = try value()
        skipBlanks()
        if peek != nil { try time() }
        return MetricSample(name, labels, value)
    }

    private mutating func labels() throws(MetricsTextError) -> [String: String] {
        skipBlanksToBrace()
        guard peek == UInt8(ascii: "{") else { return [:] }
        place += 1
        var labels: [String: String] = [:]
        skipBlanks()
        while peek != UInt8(ascii: "}") {
            let name = try word("a label", colons: false)
            skipBlanks()
            try expect(UInt8(ascii: "="))
            skipBlanks()
            let text = try quoted()
            guard labels.updateValue(text, forKey: name) == nil, labels.count <= mostLabels else {
                throw refusal("a label twice, or too many labels")
            }
            skipBlanks()
            if peek == UInt8(ascii: ",") {
                place += 1
                skipBlanks()
            } else if peek != UInt8(ascii: "}") {
                throw refusal("labels end with a brace")
            }
        }
        place += 1
        return labels
    }

    private mutating func quoted() throws(MetricsTextError) -> String {
        try expect(UInt8(ascii: "\""))
        var text: [UInt8] = []
        while let byte = peek {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return try decoded(text)
            case UInt8(ascii: "\\"):
                guard let next = peek else { throw refusal("a label's value doesn't end") }
                place += 1
                switch next {
                case UInt8(ascii: "n"): text.append(10)
                case UInt8(ascii: "\\"), UInt8(ascii: "\""): text.append(next)
                default: throw refusal("an unknown escape")
                }
            default: text.append(byte)
            }
        }
        throw refusal("a label's value doesn't end")
    }

    private func decoded(_ text: [UInt8]) throws(MetricsTextError) -> String {
        guard let text = String(validating: text, as: UTF8.self) else {
            throw refusal("a label's value is no UTF-8")
        }
        return text
    }

    private mutating func value() throws(MetricsTextError) -> Double {
        let text = token()
        switch text {
        case "+Inf", "Inf": return .infinity
        case "-Inf": return -.infinity
        case "NaN": return .nan
        default: break
        }
        let isPlain = text.utf8.allSatisfy { byte in
            isDigit(byte) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains(byte)
        }
        guard isPlain, let value = Double(text) else { throw refusal("a value is no number") }
        return value
    }

    private mutating func time() throws(MetricsTextError) {
        guard Int64(token()) != nil else { throw refusal("a time is no whole number") }
        skipBlanks()
        guard peek == nil else { throw refusal("something stands after the time") }
    }

    private mutating func word(
        _ what: String,
        colons: Bool
    ) throws(MetricsTextError) -> String {
        let start = place
        while let byte = peek, isLetter(byte) || (place > start && isDigit(byte)) || isColon(byte) {
            guard colons || !isColon(byte) else { break }
            place += 1
        }
        guard place > start else { throw refusal("\(what) is expected") }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func token() -> String {
        let start = place
        while peek != nil, !isBlank { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    // MARK: Bytes

    private var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    private var isBlank: Bool { peek == 0x20 || peek == 0x09 }

    private mutating func skipBlanks() { while isBlank { place += 1 } }

    /// Blanks before a brace may be passed over, those before a value are needed.
    private mutating func skipBlanksToBrace() {
        let start = place
        skipBlanks()
        if peek != UInt8(ascii: "{") { place = start }
    }

    private mutating func expect(_ byte: UInt8) throws(MetricsTextError) {
        guard peek == byte else {
            throw refusal("\(String(UnicodeScalar(byte))) is expected")
        }
        place += 1
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private func isColon(_ byte: UInt8) -> Bool { byte == 0x3a }

    private func refusal(_ cause: String) -> MetricsTextError {
        MetricsTextError(line: number, cause: cause)
    }
}
