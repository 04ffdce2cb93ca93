/// Checked JSON numbers as values.
enum JSONNumber {
    /// An integer's value, or nil when it does not fit.
    static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
        let isNegative = text.first == Byte.minus
        var value: Int64 = 0
        for byte in isNegative ? text.dropFirst() : text {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte - Byte.zero)
            let (next, overflow2) =
                isNegative
                ? product.subtractingReportingOverflow(digit)
                : product.addingReportingOverflow(digit)
            guard !overflow, !overflow2 else { return nil }
            value = next
        }
        return value
    }

    /// Any number's value, or nil when it is beyond a `Double`.
    static func real(_ text: ArraySlice<UInt8>) -> Double? {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }
}
