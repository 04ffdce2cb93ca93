package import GlobalIndex
package import OrthancModel

/// One kind of job: how it is done, and gone on with after a crash.
///
/// Another module adds one by a type that conforms, listed where the gateway makes its
/// ``JobRunner``; whoever answers the request writes the job with `IndexWriter.addJob`.
package protocol JobKind: Sendable {
    /// Its name in the index; never changes.
    var name: String { get }

    /// Does the job to its end.
    ///
    /// Called on the engine's loop, by one gateway at a time, and again from the last checkpoint by
    /// whichever takes over from one that died: what was done since must do no harm done twice.
    /// Every change is made through `job`, which sees to the claim.
    ///
    /// - Returns: JSON object: Orthanc's Content of the job that succeeded.
    func run(_ job: RunningJob) async throws(JobStop) -> [UInt8]
}

/// Why a job does not go on now.
package enum JobStop: Error, Sendable {
    /// For good. `details` are for people and hold no patient data; `content` nil: as last saved.
    case failed(OrthancStatus, details: String, content: [UInt8]? = nil)
    /// It can't go on before something changes: shown as Retry, run again after the pause.
    case wait(Duration)
    /// As somebody asked; it is run again when it is resumed.
    case paused
    /// As somebody asked, with nothing left behind.
    case canceled
    /// Another gateway has it, or this one stops: nothing more may be done.
    case lost

    /// What a failure of the index means for a job.
    package init(_ error: IndexError) {
        switch error.kind {
        case .leaseLost, .cancelled: self = .lost
        case .conflict: self = .wait(.milliseconds(200))
        default: self = .wait(.seconds(1))
        }
    }
}
