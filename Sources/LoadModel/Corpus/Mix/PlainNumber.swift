/// A number as people read it: `1,234,567`, `0.533`, `24.4`; the decimals fit its size.
struct PlainNumber: CustomStringConvertible {
    let description: String

    init(_ number: Int) { description = Self.grouped(number) }

    /// Three decimals below 1, two below 10, one below 1,000; none above or of whole numbers.
    init(_ number: Double) {
        let decimals =
            switch abs(number) {
            case let size where size == size.rounded(): 0
            case ..<1: 3
            case ..<10: 2
            case ..<1000: 1
            default: 0
            }
        self.init(number, decimals: decimals)
    }

    init(_ number: Double, decimals: Int) {
        guard number.isFinite, abs(number) < 1e15 else {
            description = "\(number)"
            return
        }
        let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(number) * Double(scale)).rounded())
        let sign = number < 0 && scaled > 0 ? "-" : ""
        let whole = sign + Self.grouped(scaled / scale)
        let rest = String(scaled % scale)
        let zeros = String(repeating: "0", count: max(0, decimals - rest.count))
        description = decimals == 0 ? whole : "\(whole).\(zeros)\(rest)"
    }

    /// Bytes as kB, MB, GB, TB of powers of ten.
    static func bytes(_ bytes: Double) -> String {
        var value = bytes
        var unit = "B"
        for next in ["kB", "MB", "GB", "TB", "PB"] where value >= 1000 {
            value /= 1000
            unit = next
        }
        return "\(PlainNumber(value)) \(unit)"
    }

    private static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }
}
