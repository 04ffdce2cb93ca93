/// Parameters of one statement in libpq's form; reused, so that a question costs no allocation.
///
/// libpq copies them into its own output buffer before the send call returns.
struct ParameterBuffer {
    private enum Place {
        case null
        case at(Int)
    }

    private var storage: [UInt8] = []
    private var places: [Place] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// - Throws: `.invalidValue` for a text with U+0000.
    mutating func fill(_ values: [Value], for statement: Statement) throws(PostgresError) {
        storage.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for (index, value) in values.enumerated() where !append(value) {
            throw PostgresError(
                .invalidValue,
                statement.label,
                "parameter $\(index + 1) contains a NUL character"
            )
        }
    }

    mutating func withPointers<Result>(
        _ body: (
            _ count: Int32,
            _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        pointers.removeAll(keepingCapacity: true)
        return storage.withUnsafeBytes { bytes in
            for place in places {
                guard case .at(let offset) = place, let base = bytes.baseAddress else {
                    pointers.append(nil)
                    continue
                }
                pointers.append((base + offset).assumingMemoryBound(to: CChar.self))
            }
            return pointers.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(
                            Int32(values.count),
                            values.baseAddress,
                            lengths.baseAddress,
                            formats.baseAddress
                        )
                    }
                }
            }
        }
    }

    private mutating func append(_ value: Value) -> Bool {
        let start = storage.count
        var isValid = true
        var isBinary = false
        switch value {
        case .null:
            note(.null, length: 0, isBinary: false)
            return true
        case .text(let text): isValid = TextFormat.append(text, to: &storage)
        case .int(let number): TextFormat.append(number, to: &storage)
        case .bool(let flag): storage.append(UInt8(ascii: flag ? "t" : "f"))
        case .double(let number): storage.append(contentsOf: number.description.utf8)
        case .textArray(let array): isValid = TextFormat.append(array: array, to: &storage)
        case .intArray(let array): TextFormat.append(array: array, to: &storage)
        case .bytes(let bytes):
            storage.append(contentsOf: bytes)
            isBinary = true
        case .bytesArray(let array):
            append(binary: array)
            isBinary = true
        }
        note(.at(start), length: storage.count - start, isBinary: isBinary)
        // libpq reads text parameters up to their NUL.
        storage.append(0)
        return isValid
    }

    private mutating func note(_ place: Place, length: Int, isBinary: Bool) {
        places.append(place)
        lengths.append(Int32(length))
        formats.append(isBinary ? 1 : 0)
    }

    /// Dimensions, has-NULLs, element type; length and lower bound; then each element with its
    /// length. Source: `array_recv` in PostgreSQL's arrayfuncs.c.
    private mutating func append(binary array: [[UInt8]?]) {
        append(Int32(array.isEmpty ? 0 : 1))
        append(Int32(array.contains(nil) ? 1 : 0))
        append(Int32(TypeID.bytea))
        guard !array.isEmpty else { return }
        append(Int32(array.count))
        append(1)
        for element in array {
            append(Int32(element?.count ?? -1))
            if let element { storage.append(contentsOf: element) }
        }
    }

    private mutating func append(_ number: Int32) {
        withUnsafeBytes(of: number.bigEndian) { storage.append(contentsOf: $0) }
    }
}

/// Object ids of the built-in types that are decoded. Source: PostgreSQL's pg_type.dat.
enum TypeID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let oid: UInt32 = 26
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let timestamp: UInt32 = 1114
    static let timestamptz: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802
}
