internal import JSONText
internal import LoadModel

/// One value of a report's JSON, and where it stands.
///
/// Everything that is read is bounded: a report is a file that somebody may have made.
struct ReportField {
    /// How large numbers may be, as powers of two. Our choices: no sum over the 120 blocks of an
    /// operation, the nine outcomes of 2,500 operations and 1,024 merged files comes to 2⁶³.
    enum Bits {
        /// Bytes, microseconds and what isn't summed.
        static let usual: Int64 = 50
        /// Operations of one kind in one step.
        static let operations: Int64 = 32
        /// Microseconds of service in one block.
        static let serviceSum: Int64 = 46
    }

    private let element: JSONElement
    let place: String
    private let budget: HistogramBudget

    /// - Parameter budget: Of the whole file.
    init(_ element: JSONElement, at place: String = "", sharing budget: HistogramBudget) {
        self.element = element
        self.place = place
        self.budget = budget
    }

    func refusal(_ cause: String) -> ReportError { ReportError(.value, at: place, cause) }

    // MARK: Members

    /// A member that must be there.
    func member(_ name: String) throws(ReportError) -> ReportField {
        guard let field = optional(name) else {
            throw ReportError(.value, at: path(name), "lacks")
        }
        return field
    }

    /// nil when it lacks or is null.
    func optional(_ name: String) -> ReportField? {
        guard let value = element[name], !value.isNull else { return nil }
        return ReportField(value, at: path(name), sharing: budget)
    }

    private func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    // MARK: Values

    func string() throws(ReportError) -> String {
        guard let string = element.string else { throw refusal("not a string") }
        return string
    }

    func boolean() throws(ReportError) -> Bool {
        guard let boolean = element.boolean else { throw refusal("neither true nor false") }
        return boolean
    }

    func real() throws(ReportError) -> Double {
        if let real = element.real { return real }
        for value in [Double.infinity, -.infinity] where element.isString(Self.infinite(value)) {
            return value
        }
        throw refusal("not a number")
    }

    static func infinite(_ value: Double) -> String { value < 0 ? "-infinity" : "infinity" }

    /// A whole number from 0 to 2⁵⁰, or to 2 to the power of `bits`.
    func count(bits: Int64 = Bits.usual) throws(ReportError) -> Int {
        guard let integer = element.integer, (0...1 << bits).contains(integer) else {
            throw refusal("not a whole number from 0 to 2^\(bits)")
        }
        return Int(integer)
    }

    /// How many operations.
    func operations() throws(ReportError) -> Int { try count(bits: Bits.operations) }

    /// - Parameter most: More elements are refused.
    func list(_ most: Int) throws(ReportError) -> [ReportField] {
        guard element.kind == .array else { throw refusal("not a list") }
        var fields: [ReportField] = []
        for value in element.elements {
            guard fields.count < most else { throw refusal("more than \(most) elements") }
            let place = "\(place)[\(fields.count)]"
            fields.append(ReportField(value, at: place, sharing: budget))
        }
        return fields
    }

    // MARK: Members' values

    func string(_ name: String) throws(ReportError) -> String { try member(name).string() }
    func boolean(_ name: String) throws(ReportError) -> Bool { try member(name).boolean() }
    func count(_ name: String) throws(ReportError) -> Int { try member(name).count() }
    func operations(_ name: String) throws(ReportError) -> Int { try member(name).operations() }

    /// Null is no number: what a report could not tell.
    func real(_ name: String) throws(ReportError) -> Double {
        guard let value = element[name] else {
            throw ReportError(.value, at: path(name), "lacks")
        }
        guard !value.isNull else { return .nan }
        return try ReportField(value, at: path(name), sharing: budget).real()
    }

    /// nil only when it lacks.
    func optionalReal(_ name: String) throws(ReportError) -> Double? {
        element[name] == nil ? nil : try real(name)
    }

    func list(_ name: String, _ most: Int) throws(ReportError) -> [ReportField] {
        try member(name).list(most)
    }

    func strings(_ name: String, _ most: Int) throws(ReportError) -> [String] {
        var strings: [String] = []
        for field in try list(name, most) { strings.append(try field.string()) }
        return strings
    }

    func choice<Value: RawRepresentable<String>>(
        _ name: String,
        of type: Value.Type
    ) throws(ReportError) -> Value {
        let field = try member(name)
        guard let value = Value(rawValue: try field.string()) else {
            throw field.refusal("none of the words that may stand here")
        }
        return value
    }

    func counts(_ name: String) throws(ReportError) -> BucketCounts {
        let field = try member(name)
        return try field.counts()
    }

    func counts() throws(ReportError) -> BucketCounts {
        guard let text = element.utf8 else { throw refusal("not a string") }
        do throws(ReportError) {
            return try HistogramCodec.counts(base64: text, budget)
        } catch {
            throw ReportError(error.kind, at: place, error.cause)
        }
    }
}
