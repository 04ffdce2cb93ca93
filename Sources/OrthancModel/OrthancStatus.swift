/// Orthanc's error codes, as clients see them in `OrthancStatus`.
///
/// Source: `Orthanc --errors` of 1.10.1 for codes to 43, the sources of 1.12 for the later ones;
/// HTTP statuses by rest-semantics section 1 and live answers. Clients turn the codes into enums,
/// so none is ever invented.
package enum OrthancStatus: Int, Sendable, CaseIterable {
    case internalError = -1
    case success = 0
    case plugin = 1
    case notImplemented = 2
    case parameterOutOfRange = 3
    case notEnoughMemory = 4
    case badParameterType = 5
    case badSequenceOfCalls = 6
    case inexistentItem = 7
    case badRequest = 8
    case networkProtocol = 9
    case systemCommand = 10
    case database = 11
    case uriSyntax = 12
    case inexistentFile = 13
    case cannotWriteFile = 14
    case badFileFormat = 15
    case timeout = 16
    case unknownResource = 17
    case incompatibleDatabaseVersion = 18
    case fullStorage = 19
    case corruptedFile = 20
    case inexistentTag = 21
    case readOnly = 22
    case incompatibleImageFormat = 23
    case incompatibleImageSize = 24
    case sharedLibrary = 25
    case unknownPluginService = 26
    case unknownDicomTag = 27
    case badJSON = 28
    case unauthorized = 29
    case badFont = 30
    case databasePlugin = 31
    case storageAreaPlugin = 32
    case emptyRequest = 33
    case notAcceptable = 34
    case nullPointer = 35
    case databaseUnavailable = 36
    case canceledJob = 37
    case badGeometry = 38
    case sslInitialization = 39
    case discontinuedABI = 40
    case badRange = 41
    case databaseCannotSerialize = 42
    case revision = 43
    case mainDicomTagsMultiplyDefined = 44
    case forbiddenAccess = 45
    case duplicateResource = 46
    case incompatibleConfigurations = 47
    case cannotStoreInstance = 2018
    case cannotOrderSlices = 2040

    /// The text of `Message` and `OrthancError`.
    package var message: String {
        switch self {
        case .cannotStoreInstance: "Cannot store an instance"
        case .cannotOrderSlices: "Unable to order the slices of the series"
        default: Self.messages[rawValue + 1]
        }
    }

    /// The HTTP status that Orthanc answers with this error.
    package var httpStatus: Int {
        switch self {
        case .success: 200
        case .parameterOutOfRange, .badParameterType, .badRequest, .uriSyntax, .badFileFormat,
            .badJSON:
            400
        case .unauthorized: 401
        case .forbiddenAccess: 403
        case .inexistentItem, .inexistentFile, .unknownResource, .inexistentTag: 404
        case .notAcceptable: 406
        case .revision, .duplicateResource: 409
        case .badRange: 416
        case .databaseUnavailable: 503
        case .fullStorage: 507
        default: 500
        }
    }

    private static let messages = [
        "Internal error",
        "Success",
        "Error encountered within the plugin engine",
        "Not implemented yet",
        "Parameter out of range",
        "The server hosting Orthanc is running out of memory",
        "Bad type for a parameter",
        "Bad sequence of calls",
        "Accessing an inexistent item",
        "Bad request",
        "Error in the network protocol",
        "Error while calling a system command",
        "Error with the database engine",
        "Badly formatted URI",
        "Inexistent file",
        "Cannot write to file",
        "Bad file format",
        "Timeout",
        "Unknown resource",
        "Incompatible version of the database",
        "The file storage is full",
        "Corrupted file (e.g. inconsistent MD5 hash)",
        "Inexistent tag",
        "Cannot modify a read-only data structure",
        "Incompatible format of the images",
        "Incompatible size of the images",
        "Error while using a shared library (plugin)",
        "Plugin invoking an unknown service",
        "Unknown DICOM tag",
        "Cannot parse a JSON document",
        "Bad credentials were provided to an HTTP request",
        "Badly formatted font file",
        "The plugin implementing a custom database back-end does not fulfill the proper interface",
        "Error in the plugin implementing a custom storage area",
        "The request is empty",
        "Cannot send a response which is acceptable according to the Accept HTTP header",
        "Cannot handle a NULL pointer",
        "The database is currently not available (probably a transient situation)",
        "This job was canceled",
        "Geometry error encountered in Stone",
        "Cannot initialize SSL encryption, check out your certificates",
        "Calling a function that has been removed from the Orthanc Framework",
        "Incorrect range request",
        "Database could not serialize access due to concurrent update, the transaction should be"
            + " retried",
        "A bad revision number was provided, which might indicate conflict between multiple"
            + " writers",
        "A main DICOM Tag has been defined multiple times for the same resource level",
        "Access to a resource is forbidden",
        "Duplicate resource",
        "Your configuration file contains configuration that are mutually incompatible",
    ]
}
