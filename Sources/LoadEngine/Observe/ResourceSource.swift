internal import LoadModel

/// Something that can be looked at while the load runs. Belongs to the observing thread.
protocol ResourceSource: AnyObject {
    /// As it stands in lines for people.
    var name: String { get }
    /// Between two looks.
    var every: Duration { get }

    /// What it was asked for and can't see, though it sees something.
    var blindSpots: [String] { get }

    /// Looks once; within ``Observatory/patience``.
    ///
    /// - Throws: ``LookError`` when nothing could be seen.
    func look() throws(LookError) -> [Sighting]
}

extension ResourceSource {
    var blindSpots: [String] { [] }
}

/// Why a look saw nothing; holds no secret.
struct LookError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
