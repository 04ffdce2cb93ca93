import GlobalIndex
package import OrthancModel

extension Federation {
    /// Refuses what would take two people for one: every write on a patient as a whole, and the
    /// archive of one, asks this before it does anything.
    ///
    /// Independent sites give the same PatientID to different people, and Orthanc's identifier
    /// makes them one resource. The empty PatientID always stands for several.
    ///
    /// - Parameter isConfirmed: The caller said `X-Federation-Confirm: patient-merge`.
    /// - Throws: `.fault` 409 with code 46 that names the tags on which holders differ, never
    ///   their values. Nothing when the index does not know the patient.
    package func confirmPatient(
        _ id: OrthancID,
        isConfirmed: Bool
    ) async throws(FederationError) {
        guard !isConfirmed else { return }
        let patient = try await indexed("read resource") { reader throws(IndexError) in
            try await reader.resource(.patient, id, detail: .answer)
        }
        guard let patient, !patient.conflicts.isEmpty else { return }
        let details =
            "Stores disagree on who this patient is (\(patient.conflicts.joined(separator: ", "))); "
            + "X-Federation-Confirm: patient-merge says that it is meant"
        throw FederationError(
            .fault(OrthancFault(.duplicateResource, details: details)),
            doing: "confirm patient"
        )
    }

    /// The same for whatever level; only a patient as a whole can be two people.
    package func confirmPerson(
        _ level: Level,
        _ id: OrthancID,
        isConfirmed: Bool
    ) async throws(FederationError) {
        guard level == .patient else { return }
        try await confirmPatient(id, isConfirmed: isConfirmed)
    }
}
