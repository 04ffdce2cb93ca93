// Made by Tests/Fuzz/oracle/dicom-dictionary.py; do not edit.

extension TagTable {
    static let part3 = """
        3002USLUTDescriptor 3003LOLUTExplanation 3004LOModalityLUTType 3006OWLUTData
        3010SQVOILUTSequence 3110SQSoftcopyVOILUTSequence 4000LT~ImagePresentationComments
        5000SQ~BiPlaneAcquisitionSequence 6010USRepresentativeFrameNumber
        6020USFrameNumbersOfInterest 6022LOFrameOfInterestDescription 6023CSFrameOfInterestType
        6030US~MaskPointers 6040USRWavePointer 6100SQMaskSubtractionSequence 6101CSMaskOperation
        6102USApplicableFrameRange 6110USMaskFrameNumbers 6112USContrastFrameAveraging
        6114FLMaskSubPixelShift 6120SSTIDOffset 6190STMaskOperationExplanation
        7000SQEquipmentAdministratorSequence 7001USNumberOfDisplaySubsystems
        7002USCurrentConfigurationID 7003USDisplaySubsystemID 7004SHDisplaySubsystemName
        7005LODisplaySubsystemDescription 7006CSSystemStatus 7007LOSystemStatusComment
        7008SQTargetLuminanceCharacteristicsSequence 7009USLuminanceCharacteristicsID
        700aSQDisplaySubsystemConfigurationSequence 700bUSConfigurationID 700cSHConfigurationName
        700dLOConfigurationDescription 700eUSReferencedTargetLuminanceCharacteristicsID
        700fSQQAResultsSequence 7010SQDisplaySubsystemQAResultsSequence
        7011SQConfigurationQAResultsSequence 7012SQMeasurementEquipmentSequence
        7013CSMeasurementFunctions 7014CSMeasurementEquipmentType
        7015SQVisualEvaluationResultSequence 7016SQDisplayCalibrationResultSequence 7017USDDLValue
        7018FLCIExyWhitePoint 7019CSDisplayFunctionType 701aFLGammaValue
        701bUSNumberOfLuminancePoints 701cSQLuminanceResponseSequence 701dFLTargetMinimumLuminance
        701eFLTargetMaximumLuminance 701fFLLuminanceValue 7020LOLuminanceResponseDescription
        7021CSWhitePointFlag 7022SQDisplayDeviceTypeCodeSequence 7023SQDisplaySubsystemSequence
        7024SQLuminanceResultSequence 7025CSAmbientLightValueSource 7026CSMeasuredCharacteristics
        7027SQLuminanceUniformityResultSequence 7028SQVisualEvaluationTestSequence 7029CSTestResult
        702aLOTestResultComment 702bCSTestImageValidation 702cSQTestPatternCodeSequence
        702dSQMeasurementPatternCodeSequence 702eSQVisualEvaluationMethodCodeSequence
        7fe0URPixelDataProviderURL 9001ULDataPointRows 9002ULDataPointColumns
        9003CSSignalDomainColumns 9099US~LargestMonochromePixelValue 9108CSDataRepresentation
        9110SQPixelMeasuresSequence 9132SQFrameVOILUTSequence 9145SQPixelValueTransformationSequence
        9235CSSignalDomainRows 9411FLDisplayFilterPercentage 9415SQFramePixelShiftSequence
        9416USSubtractionItemID 9422SQPixelIntensityRelationshipLUTSequence
        9443SQFramePixelDataPropertiesSequence 9444CSGeometricalProperties
        9445FLGeometricMaximumDistortion 9446CSImageProcessingApplied 9454CSMaskSelectionMode
        9474CSLUTFunction 9478FLMaskVisibilityPercentage 9501SQPixelShiftSequence
        9502SQRegionPixelShiftSequence 9503SSVerticesOfTheRegion
        9505SQMultiFramePresentationSequence 9506USPixelShiftFrameRange 9507USLUTFrameRange
        9520DSImageToEquipmentMappingMatrix 9537CSEquipmentCoordinateSystemIdentification @0032
        000aCS~StudyStatusID 000cCS~StudyPriorityID 0012LO~StudyIDIssuer 0032DA~StudyVerifiedDate
        0033TM~StudyVerifiedTime 0034DA~StudyReadDate 0035TM~StudyReadTime
        1000DA~ScheduledStudyStartDate 1001TM~ScheduledStudyStartTime 1010DA~ScheduledStudyStopDate
        1011TM~ScheduledStudyStopTime 1020LO~ScheduledStudyLocation
        1021AE~ScheduledStudyLocationAETitle 1030LO~ReasonForStudy
        1031SQRequestingPhysicianIdentificationSequence 1032PNRequestingPhysician
        1033LORequestingService 1034SQRequestingServiceCodeSequence 1040DA~StudyArrivalDate
        1041TM~StudyArrivalTime 1050DA~StudyCompletionDate 1051TM~StudyCompletionTime
        1055CS~StudyComponentStatusID 1060LORequestedProcedureDescription
        1064SQRequestedProcedureCodeSequence 1065SQRequestedLateralityCodeSequence
        1066UTReasonForVisit 1067SQReasonForVisitCodeSequence 1070LORequestedContrastAgent
        4000LT~StudyComments @0034 0001SQFlowIdentifierSequence 0002OBFlowIdentifier
        0003UIFlowTransferSyntaxUID 0004ULFlowRTPSamplingRate 0005OBSourceIdentifier
        0007OBFrameOriginTimestamp 0008CSIncludesImagingSubject 0009SQFrameUsefulnessGroupSequence
        000aSQRealTimeBulkDataFlowSequence 000bSQCameraPositionGroupSequence
        000cCSIncludesInformation 000dSQTimeOfFrameGroupSequence @0038
        0004SQReferencedPatientAliasSequence 0008CSVisitStatusID 0010LOAdmissionID
        0011LO~IssuerOfAdmissionID 0014SQIssuerOfAdmissionIDSequence 0016LORouteOfAdmissions
        001aDA~ScheduledAdmissionDate 001bTM~ScheduledAdmissionTime 001cDA~ScheduledDischargeDate
        001dTM~ScheduledDischargeTime 001eLO~ScheduledPatientInstitutionResidence
        0020DAAdmittingDate 0021TMAdmittingTime 0030DA~DischargeDate 0032TM~DischargeTime
        0040LO~DischargeDiagnosisDescription 0044SQ~DischargeDiagnosisCodeSequence
        0050LOSpecialNeeds 0060LOServiceEpisodeID 0061LO~IssuerOfServiceEpisodeID
        0062LOServiceEpisodeDescription 0064SQIssuerOfServiceEpisodeIDSequence
        0100SQPertinentDocumentsSequence 0101SQPertinentResourcesSequence 0102LOResourceDescription
        0300LOCurrentPatientLocation 0400LOPatientInstitutionResidence 0500LOPatientState
        0502SQPatientClinicalTrialParticipationSequence 4000LTVisitComments @003a
        0004CSWaveformOriginality 0005USNumberOfWaveformChannels 0010ULNumberOfWaveformSamples
        001aDSSamplingFrequency 0020SHMultiplexGroupLabel 0200SQChannelDefinitionSequence
        0202ISWaveformChannelNumber 0203SHChannelLabel 0205CSChannelStatus
        0208SQChannelSourceSequence 0209SQChannelSourceModifiersSequence
        020aSQSourceWaveformSequence 020cLOChannelDerivationDescription 0210DSChannelSensitivity
        0211SQChannelSensitivityUnitsSequence 0212DSChannelSensitivityCorrectionFactor
        0213DSChannelBaseline 0214DSChannelTimeSkew 0215DSChannelSampleSkew 0218DSChannelOffset
        021aUSWaveformBitsStored 0220DSFilterLowFrequency 0221DSFilterHighFrequency
        0222DSNotchFilterFrequency 0223DSNotchFilterBandwidth 0230FLWaveformDataDisplayScale
        0231USWaveformDisplayBackgroundCIELabValue 0240SQWaveformPresentationGroupSequence
        0241USPresentationGroupNumber 0242SQChannelDisplaySequence
        0244USChannelRecommendedDisplayCIELabValue 0245FLChannelPosition 0246CSDisplayShadingFlag
        0247FLFractionalChannelDisplayScale 0248FLAbsoluteChannelDisplayScale
        0300SQMultiplexedAudioChannelsDescriptionCodeSequence 0301ISChannelIdentificationCode
        0302CSChannelMode 0310UIMultiplexGroupUID 0311DSPowerlineFrequency
        0312SQChannelImpedanceSequence 0313DSImpedanceValue 0314DTImpedanceMeasurementDateTime
        0315DSImpedanceMeasurementFrequency 0316CSImpedanceMeasurementCurrentType @0040
        0001AEScheduledStationAETitle 0002DAScheduledProcedureStepStartDate
        0003TMScheduledProcedureStepStartTime 0004DAScheduledProcedureStepEndDate
        0005TMScheduledProcedureStepEndTime 0006PNScheduledPerformingPhysicianName
        0007LOScheduledProcedureStepDescription 0008SQScheduledProtocolCodeSequence
        0009SHScheduledProcedureStepID 000aSQStageCodeSequence
        000bSQScheduledPerformingPhysicianIdentificationSequence 0010SHScheduledStationName
        0011SHScheduledProcedureStepLocation 0012LOPreMedication 0020CSScheduledProcedureStepStatus
        0026SQOrderPlacerIdentifierSequence 0027SQOrderFillerIdentifierSequence
        0031UTLocalNamespaceEntityID 0032UTUniversalEntityID 0033CSUniversalEntityIDType
        0035CSIdentifierTypeCode 0036SQAssigningFacilitySequence
        0039SQAssigningJurisdictionCodeSequence 003aSQAssigningAgencyOrDepartmentCodeSequence
        0100SQScheduledProcedureStepSequence 0220SQReferencedNonImageCompositeSOPInstanceSequence
        0241AEPerformedStationAETitle 0242SHPerformedStationName 0243SHPerformedLocation
        0244DAPerformedProcedureStepStartDate 0245TMPerformedProcedureStepStartTime
        0250DAPerformedProcedureStepEndDate 0251TMPerformedProcedureStepEndTime
        0252CSPerformedProcedureStepStatus 0253SHPerformedProcedureStepID
        0254LOPerformedProcedureStepDescription 0255LOPerformedProcedureTypeDescription
        0260SQPerformedProtocolCodeSequence 0261CSPerformedProtocolType
        0270SQScheduledStepAttributesSequence 0275SQRequestAttributesSequence
        0280STCommentsOnThePerformedProcedureStep
        0281SQPerformedProcedureStepDiscontinuationReasonCodeSequence 0293SQQuantitySequence
        0294DSQuantity 0295SQMeasuringUnitsSequence 0296SQBillingItemSequence
        0300US~TotalTimeOfFluoroscopy 0301US~TotalNumberOfExposures 0302USEntranceDose
        0303USExposedArea 0306DSDistanceSourceToEntrance 0307DS~DistanceSourceToSupport
        030eSQ~ExposureDoseSequence 0310STCommentsOnRadiationDose 0312DSXRayOutput
        0314DSHalfValueLayer 0316DSOrganDose 0318CSOrganExposed 0320SQBillingProcedureStepSequence
        0321SQFilmConsumptionSequence 0324SQBillingSuppliesAndDevicesSequence
        0330SQ~ReferencedProcedureStepSequence 0340SQPerformedSeriesSequence
        0400LTCommentsOnTheScheduledProcedureStep 0440SQProtocolContextSequence
        0441SQContentItemModifierSequence 0500SQScheduledSpecimenSequence
        050aLO~SpecimenAccessionNumber 0512LOContainerIdentifier
        0513SQIssuerOfTheContainerIdentifierSequence 0515SQAlternateContainerIdentifierSequence
        0518SQContainerTypeCodeSequence 051aLOContainerDescription 0520SQContainerComponentSequence
        0550SQ~SpecimenSequence 0551LOSpecimenIdentifier 0552SQ~SpecimenDescriptionSequenceTrial
        0553ST~SpecimenDescriptionTrial 0554UISpecimenUID 0555SQAcquisitionContextSequence
        0556STAcquisitionContextDescription 0560SQSpecimenDescriptionSequence
        0562SQIssuerOfTheSpecimenIdentifierSequence 059aSQSpecimenTypeCodeSequence
        0600LOSpecimenShortDescription 0602UTSpecimenDetailedDescription
        0610SQSpecimenPreparationSequence 0612SQSpecimenPreparationStepContentItemSequence
        0620SQSpecimenLocalizationContentItemSequence 06faLO~SlideIdentifier
        0710SQWholeSlideMicroscopyImageFrameTypeSequence 071aSQImageCenterPointCoordinatesSequence
        072aDSXOffsetInSlideCoordinateSystem 073aDSYOffsetInSlideCoordinateSystem
        074aDSZOffsetInSlideCoordinateSystem 08d8SQ~PixelSpacingSequence
        08daSQ~CoordinateSystemAxisCodeSequence 08eaSQMeasurementUnitsCodeSequence
        09f8SQ~VitalStainCodeSequenceTrial 1001SHRequestedProcedureID
        1002LOReasonForTheRequestedProcedure 1003SHRequestedProcedurePriority
        1004LOPatientTransportArrangements 1005LORequestedProcedureLocation
        1006SH~PlacerOrderNumberProcedure 1007SH~FillerOrderNumberProcedure
        1008LOConfidentialityCode 1009SHReportingPriority
        100aSQReasonForRequestedProcedureCodeSequence 1010PNNamesOfIntendedRecipientsOfResults
        1011SQIntendedRecipientsOfResultsIdentificationSequence
        1012SQReasonForPerformedProcedureCodeSequence 1060LO~RequestedProcedureDescriptionTrial
        1101SQPersonIdentificationCodeSequence 1102STPersonAddress 1103LOPersonTelephoneNumbers
        1104LTPersonTelecomInformation 1400LTRequestedProcedureComments
        2001LO~ReasonForTheImagingServiceRequest 2004DAIssueDateOfImagingServiceRequest
        2005TMIssueTimeOfImagingServiceRequest 2006SH~PlacerOrderNumberImagingServiceRequestRetired
        2007SH~FillerOrderNumberImagingServiceRequestRetired 2008PNOrderEnteredBy
        2009SHOrderEntererLocation 2010SHOrderCallbackPhoneNumber
        2011LTOrderCallbackTelecomInformation 2016LOPlacerOrderNumberImagingServiceRequest
        2017LOFillerOrderNumberImagingServiceRequest 2400LTImagingServiceRequestComments
        3001LOConfidentialityConstraintOnPatientDataDescription
        4001CS~GeneralPurposeScheduledProcedureStepStatus
        4002CS~GeneralPurposePerformedProcedureStepStatus
        4003CS~GeneralPurposeScheduledProcedureStepPriority
        4004SQ~ScheduledProcessingApplicationsCodeSequence 4005DTScheduledProcedureStepStartDateTime
        4006CS~MultipleCopiesFlag 4007SQ~PerformedProcessingApplicationsCodeSequence
        4008DTScheduledProcedureStepExpirationDateTime 4009SQHumanPerformerCodeSequence
        4010DTScheduledProcedureStepModificationDateTime 4011DTExpectedCompletionDateTime
        4015SQ~ResultingGeneralPurposePerformedProcedureStepsSequence
        4016SQ~ReferencedGeneralPurposeScheduledProcedureStepSequence
        4018SQScheduledWorkitemCodeSequence 4019SQPerformedWorkitemCodeSequence
        4020CS~InputAvailabilityFlag 4021SQInputInformationSequence
        4022SQ~RelevantInformationSequence
        4023UI~ReferencedGeneralPurposeScheduledProcedureStepTransactionUID
        4025SQScheduledStationNameCodeSequence 4026SQScheduledStationClassCodeSequence
        4027SQScheduledStationGeographicLocationCodeSequence 4028SQPerformedStationNameCodeSequence
        4029SQPerformedStationClassCodeSequence 4030SQPerformedStationGeographicLocationCodeSequence
        4031SQ~RequestedSubsequentWorkitemCodeSequence 4032SQ~NonDICOMOutputCodeSequence
        4033SQOutputInformationSequence 4034SQScheduledHumanPerformersSequence
        4035SQActualHumanPerformersSequence 4036LOHumanPerformerOrganization
        4037PNHumanPerformerName 4040CSRawDataHandling 4041CSInputReadinessState
        4050DTPerformedProcedureStepStartDateTime 4051DTPerformedProcedureStepEndDateTime
        4052DTProcedureStepCancellationDateTime 4070SQOutputDestinationSequence
        4071SQDICOMStorageSequence 4072SQSTOWRSStorageSequence 4073URStorageURL
        4074SQXDSStorageSequence 8302DSEntranceDoseInmGy 8303CSEntranceDoseDerivation
        9092SQParametricMapFrameTypeSequence 9094SQReferencedImageRealWorldValueMappingSequence
        9096SQRealWorldValueMappingSequence 9098SQPixelValueMappingCodeSequence 9210SHLUTLabel
        9211USRealWorldValueLastValueMapped 9212FDRealWorldValueLUTData
        9213FDDoubleFloatRealWorldValueLastValueMapped
        9214FDDoubleFloatRealWorldValueFirstValueMapped 9216USRealWorldValueFirstValueMapped
        9220SQQuantityDefinitionSequence 9224FDRealWorldValueIntercept 9225FDRealWorldValueSlope
        a007CS~FindingsFlagTrial a010CSRelationshipType a020SQ~FindingsSequenceTrial
        a021UI~FindingsGroupUIDTrial a022UI~ReferencedFindingsGroupUIDTrial
        a023DA~FindingsGroupRecordingDateTrial a024TM~FindingsGroupRecordingTimeTrial
        a026SQ~FindingsSourceCategoryCodeSequenceTrial a027LOVerifyingOrganization
        a028SQ~DocumentingOrganizationIdentifierCodeSequenceTrial a030DTVerificationDateTime
        a032DTObservationDateTime a033DTObservationStartDateTime a040CSValueType
        a043SQConceptNameCodeSequence a047LO~MeasurementPrecisionDescriptionTrial
        a050CSContinuityOfContent a057CS~UrgencyOrPriorityAlertsTrial
        a060LO~SequencingIndicatorTrial a066SQ~DocumentIdentifierCodeSequenceTrial
        a067PN~DocumentAuthorTrial a068SQ~DocumentAuthorIdentifierCodeSequenceTrial
        a070SQ~IdentifierCodeSequenceTrial a073SQVerifyingObserverSequence
        a074OB~ObjectBinaryIdentifierTrial a075PNVerifyingObserverName
        a076SQ~DocumentingObserverIdentifierCodeSequenceTrial a078SQAuthorObserverSequence
        a07aSQParticipantSequence a07cSQCustodialOrganizationSequence a080CSParticipationType
        a082DTParticipationDateTime a084CSObserverType a085SQ~ProcedureIdentifierCodeSequenceTrial
        a088SQVerifyingObserverIdentificationCodeSequence
        a089OB~ObjectDirectoryBinaryIdentifierTrial a090SQ~EquivalentCDADocumentSequence
        a0b0USReferencedWaveformChannels a110DA~DateOfDocumentOrVerbalTransactionTrial
        a112TM~TimeOfDocumentCreationOrVerbalTransactionTrial a120DTDateTime a121DADate a122TMTime
        a123PNPersonName a124UIUID a125CS~ReportStatusIDTrial a130CSTemporalRangeType
        a132ULReferencedSamplePositions a136US~ReferencedFrameNumbers a138DSReferencedTimeOffsets
        a13aDTReferencedDateTime a160UTTextValue a161FDFloatingPointValue
        a162SLRationalNumeratorValue a163ULRationalDenominatorValue
        a167SQ~ObservationCategoryCodeSequenceTrial a168SQConceptCodeSequence
        a16aST~BibliographicCitationTrial a170SQPurposeOfReferenceCodeSequence a171UIObservationUID
        a172UI~ReferencedObservationUIDTrial a173CS~ReferencedObservationClassTrial
        a174CS~ReferencedObjectObservationClassTrial a180USAnnotationGroupNumber
        a192DA~ObservationDateTrial a193TM~ObservationTimeTrial a194CS~MeasurementAutomationTrial
        a195SQModifierCodeSequence a224ST~IdentificationDescriptionTrial
        a290CS~CoordinatesSetGeometricTypeTrial a296SQ~AlgorithmCodeSequenceTrial
        a297ST~AlgorithmDescriptionTrial a29aSL~PixelCoordinatesSetTrial a300SQMeasuredValueSequence
        a301SQNumericValueQualifierCodeSequence a307PN~CurrentObserverTrial a30aDSNumericValue
        a313SQ~ReferencedAccessionSequenceTrial a33aST~ReportStatusCommentTrial
        a340SQ~ProcedureContextSequenceTrial a352PN~VerbalSourceTrial a353ST~AddressTrial
        a354LO~TelephoneNumberTrial a358SQ~VerbalSourceIdentifierCodeSequenceTrial
        a360SQPredecessorDocumentsSequence a370SQReferencedRequestSequence
        a372SQPerformedProcedureCodeSequence a375SQCurrentRequestedProcedureEvidenceSequence
        a380SQ~ReportDetailSequenceTrial a385SQPertinentOtherEvidenceSequence
        a390SQHL7StructuredDocumentReferenceSequence a402UI~ObservationSubjectUIDTrial
        a403CS~ObservationSubjectClassTrial a404SQ~ObservationSubjectTypeCodeSequenceTrial
        a491CSCompletionFlag a492LOCompletionFlagDescription a493CSVerificationFlag
        a494CSArchiveRequested a496CSPreliminaryFlag a504SQContentTemplateSequence
        a525SQIdenticalDocumentsSequence a600CS~ObservationSubjectContextFlagTrial
        a601CS~ObserverContextFlagTrial a603CS~ProcedureContextFlagTrial a730SQContentSequence
        a731SQ~RelationshipSequenceTrial a732SQ~RelationshipTypeCodeSequenceTrial
        a744SQ~LanguageCodeSequenceTrial a801SQTabulatedValuesSequence a802ULNumberOfTableRows
        a803ULNumberOfTableColumns a804ULTableRowNumber a805ULTableColumnNumber
        a806SQTableRowDefinitionSequence a807SQTableColumnDefinitionSequence
        a808SQCellValuesSequence a992ST~UniformResourceLocatorTrial b020SQWaveformAnnotationSequence
        db00CSTemplateIdentifier db06DT~TemplateVersion db07DT~TemplateLocalVersion
        db0bCS~TemplateExtensionFlag db0cUI~TemplateExtensionOrganizationUID
        db0dUI~TemplateExtensionCreatorUID db73ULReferencedContentItemIdentifier
        e001STHL7InstanceIdentifier e004DTHL7DocumentEffectiveTime e006SQHL7DocumentTypeCodeSequence
        e008SQDocumentClassCodeSequence e010URRetrieveURI e011UIRetrieveLocationUID
        e020CSTypeOfInstances e021SQDICOMRetrievalSequence e022SQDICOMMediaRetrievalSequence
        e023SQWADORetrievalSequence e024SQXDSRetrievalSequence e025SQWADORSRetrievalSequence
        e030UIRepositoryUniqueID e031UIHomeCommunityID @0042 0010STDocumentTitle
        0011OBEncapsulatedDocument 0012LOMIMETypeOfEncapsulatedDocument 0013SQSourceInstanceSequence
        0014LOListOfMIMETypes 0015ULEncapsulatedDocumentLength @0044 0001STProductPackageIdentifier
        0002CSSubstanceAdministrationApproval 0003LTApprovalStatusFurtherDescription
        0004DTApprovalStatusDateTime 0007SQProductTypeCodeSequence 0008LOProductName
        0009LTProductDescription 000aLOProductLotIdentifier 000bDTProductExpirationDateTime
        0010DTSubstanceAdministrationDateTime 0011LOSubstanceAdministrationNotes
        0012LOSubstanceAdministrationDeviceID 0013SQProductParameterSequence
        0019SQSubstanceAdministrationParameterSequence 0100SQApprovalSequence
        0101SQAssertionCodeSequence 0102UIAssertionUID 0103SQAsserterIdentificationSequence
        0104DTAssertionDateTime 0105DTAssertionExpirationDateTime 0106UTAssertionComments
        0107SQRelatedAssertionSequence 0108UIReferencedAssertionUID 0109SQApprovalSubjectSequence
        010aSQOrganizationalRoleCodeSequence @0046 0012LOLensDescription 0014SQRightLensSequence
        0015SQLeftLensSequence 0016SQUnspecifiedLateralityLensSequence 0018SQCylinderSequence
        0028SQPrismSequence 0030FDHorizontalPrismPower 0032CSHorizontalPrismBase
        0034FDVerticalPrismPower 0036CSVerticalPrismBase 0038CSLensSegmentType
        0040FDOpticalTransmittance 0042FDChannelWidth 0044FDPupilSize 0046FDCornealSize
        0047SQCornealSizeSequence 0050SQAutorefractionRightEyeSequence
        0052SQAutorefractionLeftEyeSequence 0060FDDistancePupillaryDistance
        0062FDNearPupillaryDistance 0063FDIntermediatePupillaryDistance 0064FDOtherPupillaryDistance
        0070SQKeratometryRightEyeSequence 0071SQKeratometryLeftEyeSequence
        0074SQSteepKeratometricAxisSequence 0075FDRadiusOfCurvature 0076FDKeratometricPower
        0077FDKeratometricAxis 0080SQFlatKeratometricAxisSequence 0092CSBackgroundColor
        0094CSOptotype 0095CSOptotypePresentation 0097SQSubjectiveRefractionRightEyeSequence
        0098SQSubjectiveRefractionLeftEyeSequence 0100SQAddNearSequence
        0101SQAddIntermediateSequence 0102SQAddOtherSequence 0104FDAddPower 0106FDViewingDistance
        0110SQCorneaMeasurementsSequence 0111SQSourceOfCorneaMeasurementDataCodeSequence
        0112SQSteepCornealAxisSequence 0113SQFlatCornealAxisSequence 0114FDCornealPower
        0115FDCornealAxis 0116SQCorneaMeasurementMethodCodeSequence 0117FLRefractiveIndexOfCornea
        0118FLRefractiveIndexOfAqueousHumor 0121SQVisualAcuityTypeCodeSequence
        0122SQVisualAcuityRightEyeSequence 0123SQVisualAcuityLeftEyeSequence
        0124SQVisualAcuityBothEyesOpenSequence 0125CSViewingDistanceType 0135SSVisualAcuityModifiers
        0137FDDecimalVisualAcuity 0139LOOptotypeDetailedDefinition
        0145SQReferencedRefractiveMeasurementsSequence 0146FDSpherePower 0147FDCylinderPower
        0201CSCornealTopographySurface 0202FLCornealVertexLocation 0203FLPupilCentroidXCoordinate
        0204FLPupilCentroidYCoordinate 0205FLEquivalentPupilRadius
        0207SQCornealTopographyMapTypeCodeSequence 0208ISVerticesOfTheOutlineOfPupil
        0210SQCornealTopographyMappingNormalsSequence 0211SQMaximumCornealCurvatureSequence
        0212FLMaximumCornealCurvature 0213FLMaximumCornealCurvatureLocation
        0215SQMinimumKeratometricSequence 0218SQSimulatedKeratometricCylinderSequence
        0220FLAverageCornealPower 0224FLCornealISValue 0227FLAnalyzedArea
        0230FLSurfaceRegularityIndex 0232FLSurfaceAsymmetryIndex 0234FLCornealEccentricityIndex
        0236FLKeratoconusPredictionIndex 0238FLDecimalPotentialVisualAcuity
        0242CSCornealTopographyMapQualityEvaluation 0244SQSourceImageCornealProcessedDataSequence
        0247FLCornealPointLocation 0248CSCornealPointEstimated 0249FLAxialPower
        0250FLTangentialPower 0251FLRefractivePower 0252FLRelativeElevation 0253FLCornealWavefront
        @0048 0001FLImagedVolumeWidth 0002FLImagedVolumeHeight 0003FLImagedVolumeDepth
        0006ULTotalPixelMatrixColumns 0007ULTotalPixelMatrixRows
        0008SQTotalPixelMatrixOriginSequence 0010CSSpecimenLabelInImage 0011CSFocusMethod
        0012CSExtendedDepthOfField 0013USNumberOfFocalPlanes 0014FLDistanceBetweenFocalPlanes
        0015USRecommendedAbsentPixelCIELabValue 0100SQIlluminatorTypeCodeSequence
        0102DSImageOrientationSlide 0105SQOpticalPathSequence 0106SHOpticalPathIdentifier
        0107STOpticalPathDescription 0108SQIlluminationColorCodeSequence
        0110SQSpecimenReferenceSequence 0111DSCondenserLensPower 0112DSObjectiveLensPower
        0113DSObjectiveLensNumericalAperture 0120SQPaletteColorLookupTableSequence
        0200SQ~ReferencedImageNavigationSequence 0201US~TopLeftHandCornerOfLocalizerArea
        0202US~BottomRightHandCornerOfLocalizerArea 0207SQOpticalPathIdentificationSequence
        021aSQPlanePositionSlideSequence 021eSLColumnPositionInTotalImagePixelMatrix
        021fSLRowPositionInTotalImagePixelMatrix 0301CSPixelOriginInterpretation
        0302ULNumberOfOpticalPaths 0303ULTotalPixelMatrixFocalPlanes @0050 0004CSCalibrationImage
        0010SQDeviceSequence 0012SQContainerComponentTypeCodeSequence
        0013FDContainerComponentThickness 0014DSDeviceLength 0015FDContainerComponentWidth
        0016DSDeviceDiameter 0017CSDeviceDiameterUnits 0018DSDeviceVolume 0019DSInterMarkerDistance
        001aCSContainerComponentMaterial 001bLOContainerComponentID 001cFDContainerComponentLength
        001dFDContainerComponentDiameter 001eLOContainerComponentDescription 0020LODeviceDescription
        0021STLongDeviceDescription @0052 0001FLContrastBolusIngredientPercentByVolume
        0002FDOCTFocalDistance 0003FDBeamSpotSize 0004FDEffectiveRefractiveIndex
        0006CSOCTAcquisitionDomain 0007FDOCTOpticalCenterWavelength 0008FDAxialResolution
        0009FDRangingDepth 0011FDALineRate 0012USALinesPerFrame 0013FDCatheterRotationalRate
        0014FDALinePixelSpacing 0016SQModeOfPercutaneousAccessSequence
        0025SQIntravascularOCTFrameTypeSequence 0026CSOCTZOffsetApplied
        0027SQIntravascularFrameContentSequence 0028FDIntravascularLongitudinalDistance
        0029SQIntravascularOCTFrameContentSequence 0030SSOCTZOffsetCorrection
        0031CSCatheterDirectionOfRotation 0033FDSeamLineLocation 0034FDFirstALineLocation
        0036USSeamLineIndex 0038USNumberOfPaddedALines 0039CSInterpolationType
        003aCSRefractiveIndexApplied @0054 0010USEnergyWindowVector 0011USNumberOfEnergyWindows
        0012SQEnergyWindowInformationSequence 0013SQEnergyWindowRangeSequence
        0014DSEnergyWindowLowerLimit 0015DSEnergyWindowUpperLimit
        0016SQRadiopharmaceuticalInformationSequence 0017ISResidualSyringeCounts
        0018SHEnergyWindowName 0020USDetectorVector 0021USNumberOfDetectors
        0022SQDetectorInformationSequence 0030USPhaseVector 0031USNumberOfPhases
        0032SQPhaseInformationSequence 0033USNumberOfFramesInPhase 0036ISPhaseDelay
        0038ISPauseBetweenFrames 0039CSPhaseDescription 0050USRotationVector 0051USNumberOfRotations
        0052SQRotationInformationSequence 0053USNumberOfFramesInRotation 0060USRRIntervalVector
        0061USNumberOfRRIntervals 0062SQGatedInformationSequence 0063SQDataInformationSequence
        0070USTimeSlotVector 0071USNumberOfTimeSlots 0072SQTimeSlotInformationSequence
        0073DSTimeSlotTime 0080USSliceVector 0081USNumberOfSlices 0090USAngularViewVector
        0100USTimeSliceVector 0101USNumberOfTimeSlices 0200DSStartAngle 0202CSTypeOfDetectorMotion
        0210ISTriggerVector 0211USNumberOfTriggersInPhase 0220SQViewCodeSequence
        0222SQViewModifierCodeSequence 0300SQRadionuclideCodeSequence
        0302SQAdministrationRouteCodeSequence 0304SQRadiopharmaceuticalCodeSequence
        0306SQCalibrationDataSequence 0308USEnergyWindowNumber 0400SHImageID
        0410SQPatientOrientationCodeSequence 0412SQPatientOrientationModifierCodeSequence
        0414SQPatientGantryRelationshipCodeSequence 0500CSSliceProgressionDirection
        0501CSScanProgressionDirection 1000CSSeriesType 1001CSUnits 1002CSCountsSource
        1004CSReprojectionMethod 1006CSSUVType 1100CSRandomsCorrectionMethod
        1101LOAttenuationCorrectionMethod 1102CSDecayCorrection 1103LOReconstructionMethod
        1104LODetectorLinesOfResponseUsed 1105LOScatterCorrectionMethod 1200DSAxialAcceptance
        1201ISAxialMash 1202ISTransverseMash 1203DSDetectorElementSize 1210DSCoincidenceWindowWidth
        1220CSSecondaryCountsType 1300DSFrameReferenceTime 1310ISPrimaryPromptsCountsAccumulated
        1311ISSecondaryCountsAccumulated 1320DSSliceSensitivityFactor 1321DSDecayFactor
        1322DSDoseCalibrationFactor 1323DSScatterFractionFactor 1324DSDeadTimeFactor
        1330USImageIndex 1400CS~CountsIncluded 1401CS~DeadTimeCorrectionFlag @0060
        3000SQHistogramSequence 3002USHistogramNumberOfBins 3004USHistogramFirstBinValue
        3006USHistogramLastBinValue 3008USHistogramBinWidth 3010LOHistogramExplanation
        3020ULHistogramData @0062 0001CSSegmentationType 0002SQSegmentSequence
        0003SQSegmentedPropertyCategoryCodeSequence 0004USSegmentNumber 0005LOSegmentLabel
        0006STSegmentDescription 0007SQSegmentationAlgorithmIdentificationSequence
        0008CSSegmentAlgorithmType 0009LOSegmentAlgorithmName 000aSQSegmentIdentificationSequence
        000bUSReferencedSegmentNumber 000cUSRecommendedDisplayGrayscaleValue
        000dUSRecommendedDisplayCIELabValue 000eUSMaximumFractionalValue
        000fSQSegmentedPropertyTypeCodeSequence 0010CSSegmentationFractionalType
        0011SQSegmentedPropertyTypeModifierCodeSequence 0012SQUsedSegmentsSequence
        0013CSSegmentsOverlap 0020UTTrackingID 0021UITrackingUID @0064
        0002SQDeformableRegistrationSequence 0003UISourceFrameOfReferenceUID
        0005SQDeformableRegistrationGridSequence 0007ULGridDimensions 0008FDGridResolution
        0009OFVectorGridData 000fSQPreDeformationMatrixRegistrationSequence
        0010SQPostDeformationMatrixRegistrationSequence @0066 0001ULNumberOfSurfaces
        0002SQSurfaceSequence 0003ULSurfaceNumber 0004LTSurfaceComments 0009CSSurfaceProcessing
        000aFLSurfaceProcessingRatio 000bLOSurfaceProcessingDescription
        000cFLRecommendedPresentationOpacity 000dCSRecommendedPresentationType 000eCSFiniteVolume
        0010CSManifold 0011SQSurfacePointsSequence 0012SQSurfacePointsNormalsSequence
        0013SQSurfaceMeshPrimitivesSequence 0015ULNumberOfSurfacePoints 0016OFPointCoordinatesData
        0017FLPointPositionAccuracy 0018FLMeanPointDistance 0019FLMaximumPointDistance
        001aFLPointsBoundingBoxCoordinates 001bFLAxisOfRotation 001cFLCenterOfRotation
        001eULNumberOfVectors 001fUSVectorDimensionality 0020FLVectorAccuracy
        0021OFVectorCoordinateData 0022ODDoublePointCoordinatesData 0023OW~TrianglePointIndexList
        0024OW~EdgePointIndexList 0025OW~VertexPointIndexList 0026SQTriangleStripSequence
        0027SQTriangleFanSequence 0028SQLineSequence 0029OW~PrimitivePointIndexList
        002aULSurfaceCount 002bSQReferencedSurfaceSequence 002cULReferencedSurfaceNumber
        002dSQSegmentSurfaceGenerationAlgorithmIdentificationSequence
        002eSQSegmentSurfaceSourceInstanceSequence 002fSQAlgorithmFamilyCodeSequence
        0030SQAlgorithmNameCodeSequence 0031LOAlgorithmVersion 0032LTAlgorithmParameters
        0034SQFacetSequence 0035SQSurfaceProcessingAlgorithmIdentificationSequence
        0036LOAlgorithmName 0037FLRecommendedPointRadius 0038FLRecommendedLineThickness
        0040OLLongPrimitivePointIndexList 0041OLLongTrianglePointIndexList
        0042OLLongEdgePointIndexList 0043OLLongVertexPointIndexList 0101SQTrackSetSequence
        0102SQTrackSequence 0103OWRecommendedDisplayCIELabValueList
        0104SQTrackingAlgorithmIdentificationSequence 0105ULTrackSetNumber 0106LOTrackSetLabel
        0107UTTrackSetDescription 0108SQTrackSetAnatomicalTypeCodeSequence
        0121SQMeasurementsSequence 0124SQTrackSetStatisticsSequence 0125OFFloatingPointValues
        0129OLTrackPointIndexList 0130SQTrackStatisticsSequence 0132SQMeasurementValuesSequence
        0133SQDiffusionAcquisitionCodeSequence 0134SQDiffusionModelCodeSequence @0068
        6210LOImplantSize 6221LOImplantTemplateVersion 6222SQReplacedImplantTemplateSequence
        6223CSImplantType 6224SQDerivationImplantTemplateSequence
        6225SQOriginalImplantTemplateSequence 6226DTEffectiveDateTime
        6230SQImplantTargetAnatomySequence 6260SQInformationFromManufacturerSequence
        6265SQNotificationFromManufacturerSequence 6270DTInformationIssueDateTime
        6280STInformationSummary 62a0SQImplantRegulatoryDisapprovalCodeSequence
        62a5FDOverallTemplateSpatialTolerance 62c0SQHPGLDocumentSequence 62d0USHPGLDocumentID
        62d5LOHPGLDocumentLabel 62e0SQViewOrientationCodeSequence
        62f0SQViewOrientationModifierCodeSequence 62f2FDHPGLDocumentScaling 6300OBHPGLDocument
        6310USHPGLContourPenNumber 6320SQHPGLPenSequence 6330USHPGLPenNumber 6340LOHPGLPenLabel
        6345STHPGLPenDescription 6346FDRecommendedRotationPoint 6347FDBoundingRectangle
        6350USImplantTemplate3DModelSurfaceNumber 6360SQSurfaceModelDescriptionSequence
        6380LOSurfaceModelLabel 6390FDSurfaceModelScalingFactor 63a0SQMaterialsCodeSequence
        63a4SQCoatingMaterialsCodeSequence 63a8SQImplantTypeCodeSequence
        63acSQFixationMethodCodeSequence 63b0SQMatingFeatureSetsSequence 63c0USMatingFeatureSetID
        63d0LOMatingFeatureSetLabel 63e0SQMatingFeatureSequence 63f0USMatingFeatureID
        6400SQMatingFeatureDegreeOfFreedomSequence 6410USDegreeOfFreedomID 6420CSDegreeOfFreedomType
        6430SQTwoDMatingFeatureCoordinatesSequence 6440USReferencedHPGLDocumentID
        6450FDTwoDMatingPoint 6460FDTwoDMatingAxes 6470SQTwoDDegreeOfFreedomSequence
        6490FDThreeDDegreeOfFreedomAxis 64a0FDRangeOfFreedom 64c0FDThreeDMatingPoint
        64d0FDThreeDMatingAxes 64f0FDTwoDDegreeOfFreedomAxis 6500SQPlanningLandmarkPointSequence
        6510SQPlanningLandmarkLineSequence 6520SQPlanningLandmarkPlaneSequence
        6530USPlanningLandmarkID 6540LOPlanningLandmarkDescription
        6545SQPlanningLandmarkIdentificationCodeSequence 6550SQTwoDPointCoordinatesSequence
        6560FDTwoDPointCoordinates 6590FDThreeDPointCoordinates 65a0SQTwoDLineCoordinatesSequence
        65b0FDTwoDLineCoordinates 65d0FDThreeDLineCoordinates 65e0SQTwoDPlaneCoordinatesSequence
        65f0FDTwoDPlaneIntersection 6610FDThreeDPlaneOrigin 6620FDThreeDPlaneNormal
        7001CSModelModification 7002CSModelMirroring 7003SQModelUsageCodeSequence
        7004UIModelGroupUID 7005URRelativeURIReferenceWithinEncapsulatedDocument @006a
        0001CSAnnotationCoordinateType 0002SQAnnotationGroupSequence 0003UIAnnotationGroupUID
        0005LOAnnotationGroupLabel 0006UTAnnotationGroupDescription
        0007CSAnnotationGroupGenerationType 0008SQAnnotationGroupAlgorithmIdentificationSequence
        0009SQAnnotationPropertyCategoryCodeSequence 000aSQAnnotationPropertyTypeCodeSequence
        000bSQAnnotationPropertyTypeModifierCodeSequence 000cULNumberOfAnnotations
        000dCSAnnotationAppliesToAllOpticalPaths 000eSHReferencedOpticalPathIdentifier
        000fCSAnnotationAppliesToAllZPlanes 0010FDCommonZCoordinateValue 0011OLAnnotationIndexList
        @0070 0001SQGraphicAnnotationSequence 0002CSGraphicLayer 0003CSBoundingBoxAnnotationUnits
        0004CSAnchorPointAnnotationUnits 0005CSGraphicAnnotationUnits 0006STUnformattedTextValue
        0008SQTextObjectSequence 0009SQGraphicObjectSequence 0010FLBoundingBoxTopLeftHandCorner
        0011FLBoundingBoxBottomRightHandCorner 0012CSBoundingBoxTextHorizontalJustification
        0014FLAnchorPoint 0015CSAnchorPointVisibility 0020USGraphicDimensions
        0021USNumberOfGraphicPoints 0022FLGraphicData 0023CSGraphicType 0024CSGraphicFilled
        0040IS~ImageRotationRetired 0041CSImageHorizontalFlip 0042USImageRotation
        0050US~DisplayedAreaTopLeftHandCornerTrial 0051US~DisplayedAreaBottomRightHandCornerTrial
        0052SLDisplayedAreaTopLeftHandCorner 0053SLDisplayedAreaBottomRightHandCorner
        005aSQDisplayedAreaSelectionSequence 0060SQGraphicLayerSequence 0062ISGraphicLayerOrder
        0066USGraphicLayerRecommendedDisplayGrayscaleValue
        0067US~GraphicLayerRecommendedDisplayRGBValue 0068LOGraphicLayerDescription
        0080CSContentLabel 0081LOContentDescription 0082DAPresentationCreationDate
        0083TMPresentationCreationTime 0084PNContentCreatorName
        """
}
