// Made by Tests/Fuzz/oracle/dicom-dictionary.py; do not edit.

extension TagTable {
    static let part1 = """
        @0000 0000ULCommandGroupLength 0001UL~CommandLengthToEnd 0002UIAffectedSOPClassUID
        0003UIRequestedSOPClassUID 0010SH~CommandRecognitionCode 0100USCommandField 0110USMessageID
        0120USMessageIDBeingRespondedTo 0200AE~Initiator 0300AE~Receiver 0400AE~FindLocation
        0600AEMoveDestination 0700USPriority 0800USCommandDataSetType 0850US~NumberOfMatches
        0860US~ResponseSequenceNumber 0900USStatus 0901ATOffendingElement 0902LOErrorComment
        0903USErrorID 1000UIAffectedSOPInstanceUID 1001UIRequestedSOPInstanceUID 1002USEventTypeID
        1005ATAttributeIdentifierList 1008USActionTypeID 1020USNumberOfRemainingSuboperations
        1021USNumberOfCompletedSuboperations 1022USNumberOfFailedSuboperations
        1023USNumberOfWarningSuboperations 1030AEMoveOriginatorApplicationEntityTitle
        1031USMoveOriginatorMessageID 4000LT~DialogReceiver 4010LT~TerminalType 5010SH~MessageSetID
        5020SH~EndMessageID 5110LT~DisplayFormat 5120LT~PagePositionID 5130CS~TextFormatID
        5140CS~NormalReverse 5150CS~AddGrayScale 5160CS~Borders 5170IS~Copies
        5180CS~CommandMagnificationType 5190CS~Erase 51a0CS~Print 51b0US~Overlays @0002
        0000ULFileMetaInformationGroupLength 0001OBFileMetaInformationVersion
        0002UIMediaStorageSOPClassUID 0003UIMediaStorageSOPInstanceUID 0010UITransferSyntaxUID
        0012UIImplementationClassUID 0013SHImplementationVersionName
        0016AESourceApplicationEntityTitle 0017AESendingApplicationEntityTitle
        0018AEReceivingApplicationEntityTitle 0026URSourcePresentationAddress
        0027URSendingPresentationAddress 0028URReceivingPresentationAddress
        0031OBRTVMetaInformationVersion 0032UIRTVCommunicationSOPClassUID
        0033UIRTVCommunicationSOPInstanceUID 0035OBRTVSourceIdentifier 0036OBRTVFlowIdentifier
        0037ULRTVFlowRTPSamplingRate 0038FDRTVFlowActualFrameDuration
        0100UIPrivateInformationCreatorUID 0102OBPrivateInformation @0004 1130CSFileSetID
        1141CSFileSetDescriptorFileID 1142CSSpecificCharacterSetOfFileSetDescriptorFile
        1200ULOffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
        1202ULOffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity 1212USFileSetConsistencyFlag
        1220SQDirectoryRecordSequence 1400ULOffsetOfTheNextDirectoryRecord 1410USRecordInUseFlag
        1420ULOffsetOfReferencedLowerLevelDirectoryEntity 1430CSDirectoryRecordType
        1432UIPrivateRecordUID 1500CSReferencedFileID 1504UL~MRDRDirectoryRecordOffset
        1510UIReferencedSOPClassUIDInFile 1511UIReferencedSOPInstanceUIDInFile
        1512UIReferencedTransferSyntaxUIDInFile 151aUIReferencedRelatedGeneralSOPClassUIDInFile
        1600UL~NumberOfReferences @0006 0001SQCurrentFrameFunctionalGroupsSequence @0008
        0001UL~LengthToEnd 0005CSSpecificCharacterSet 0006SQLanguageCodeSequence 0008CSImageType
        0010SH~RecognitionCode 0012DAInstanceCreationDate 0013TMInstanceCreationTime
        0014UIInstanceCreatorUID 0015DTInstanceCoercionDateTime 0016UISOPClassUID
        0017UIAcquisitionUID 0018UISOPInstanceUID 0019UIPyramidUID 001aUIRelatedGeneralSOPClassUID
        001bUIOriginalSpecializedSOPClassUID 0020DAStudyDate 0021DASeriesDate 0022DAAcquisitionDate
        0023DAContentDate 0024DA~OverlayDate 0025DA~CurveDate 002aDTAcquisitionDateTime
        0030TMStudyTime 0031TMSeriesTime 0032TMAcquisitionTime 0033TMContentTime 0034TM~OverlayTime
        0035TM~CurveTime 0040US~DataSetType 0041LO~DataSetSubtype 0042CS~NuclearMedicineSeriesType
        0050SHAccessionNumber 0051SQIssuerOfAccessionNumberSequence 0052CSQueryRetrieveLevel
        0053CSQueryRetrieveView 0054AERetrieveAETitle 0055AEStationAETitle
        0056CSInstanceAvailability 0058UIFailedSOPInstanceUIDList 0060CSModality
        0061CSModalitiesInStudy 0062UISOPClassesInStudy 0063SQAnatomicRegionsInStudyCodeSequence
        0064CSConversionType 0068CSPresentationIntentType 0070LOManufacturer 0080LOInstitutionName
        0081STInstitutionAddress 0082SQInstitutionCodeSequence 0090PNReferringPhysicianName
        0092STReferringPhysicianAddress 0094SHReferringPhysicianTelephoneNumbers
        0096SQReferringPhysicianIdentificationSequence 009cPNConsultingPhysicianName
        009dSQConsultingPhysicianIdentificationSequence 0100SHCodeValue 0101LOExtendedCodeValue
        0102SHCodingSchemeDesignator 0103SHCodingSchemeVersion 0104LOCodeMeaning
        0105CSMappingResource 0106DTContextGroupVersion 0107DTContextGroupLocalVersion
        0108LTExtendedCodeMeaning 0109SQCodingSchemeResourcesSequence 010aCSCodingSchemeURLType
        010bCSContextGroupExtensionFlag 010cUICodingSchemeUID 010dUIContextGroupExtensionCreatorUID
        010eURCodingSchemeURL 010fCSContextIdentifier 0110SQCodingSchemeIdentificationSequence
        0112LOCodingSchemeRegistry 0114STCodingSchemeExternalID 0115STCodingSchemeName
        0116STCodingSchemeResponsibleOrganization 0117UIContextUID 0118UIMappingResourceUID
        0119UCLongCodeValue 0120URURNCodeValue 0121SQEquivalentCodeSequence
        0122LOMappingResourceName 0123SQContextGroupIdentificationSequence
        0124SQMappingResourceIdentificationSequence 0201SHTimezoneOffsetFromUTC
        0220SQResponsibleGroupCodeSequence 0221CSEquipmentModality
        0222LOManufacturerRelatedModelGroup 0300SQPrivateDataElementCharacteristicsSequence
        0301USPrivateGroupReference 0302LOPrivateCreatorReference
        0303CSBlockIdentifyingInformationStatus 0304USNonidentifyingPrivateElements
        0305SQDeidentificationActionSequence 0306USIdentifyingPrivateElements
        0307CSDeidentificationAction 0308USPrivateDataElement
        0309ULPrivateDataElementValueMultiplicity 030aCSPrivateDataElementValueRepresentation
        030bULPrivateDataElementNumberOfItems 030cUCPrivateDataElementName
        030dUCPrivateDataElementKeyword 030eUTPrivateDataElementDescription
        030fUTPrivateDataElementEncoding 0310SQPrivateDataElementDefinitionSequence 1000AE~NetworkID
        1010SHStationName 1030LOStudyDescription 1032SQProcedureCodeSequence 103eLOSeriesDescription
        103fSQSeriesDescriptionCodeSequence 1040LOInstitutionalDepartmentName
        1041SQInstitutionalDepartmentTypeCodeSequence 1048PNPhysiciansOfRecord
        1049SQPhysiciansOfRecordIdentificationSequence 1050PNPerformingPhysicianName
        1052SQPerformingPhysicianIdentificationSequence 1060PNNameOfPhysiciansReadingStudy
        1062SQPhysiciansReadingStudyIdentificationSequence 1070PNOperatorsName
        1072SQOperatorIdentificationSequence 1080LOAdmittingDiagnosesDescription
        1084SQAdmittingDiagnosesCodeSequence 1088LOPyramidDescription 1090LOManufacturerModelName
        1100SQ~ReferencedResultsSequence 1110SQReferencedStudySequence
        1111SQReferencedPerformedProcedureStepSequence 1115SQReferencedSeriesSequence
        1120SQReferencedPatientSequence 1125SQReferencedVisitSequence
        1130SQ~ReferencedOverlaySequence 1134SQReferencedStereometricInstanceSequence
        113aSQReferencedWaveformSequence 1140SQReferencedImageSequence
        1145SQ~ReferencedCurveSequence 114aSQReferencedInstanceSequence
        114bSQReferencedRealWorldValueMappingInstanceSequence 1150UIReferencedSOPClassUID
        1155UIReferencedSOPInstanceUID 1156SQDefinitionSourceSequence 115aUISOPClassesSupported
        1160ISReferencedFrameNumber 1161ULSimpleFrameList 1162ULCalculatedFrameList 1163FDTimeRange
        1164SQFrameExtractionSequence 1167UIMultiFrameSourceSOPInstanceUID 1190URRetrieveURL
        1195UITransactionUID 1196USWarningReason 1197USFailureReason 1198SQFailedSOPSequence
        1199SQReferencedSOPSequence 119aSQOtherFailuresSequence
        1200SQStudiesContainingOtherReferencedInstancesSequence 1250SQRelatedSeriesSequence
        2110CS~LossyImageCompressionRetired 2111STDerivationDescription 2112SQSourceImageSequence
        2120SHStageName 2122ISStageNumber 2124ISNumberOfStages 2127SHViewName 2128ISViewNumber
        2129ISNumberOfEventTimers 212aISNumberOfViewsInStage 2130DSEventElapsedTimes
        2132LOEventTimerNames 2133SQEventTimerSequence 2134FDEventTimeOffset 2135SQEventCodeSequence
        2142ISStartTrim 2143ISStopTrim 2144ISRecommendedDisplayFrameRate 2200CS~TransducerPosition
        2204CS~TransducerOrientation 2208CS~AnatomicStructure 2218SQAnatomicRegionSequence
        2220SQAnatomicRegionModifierSequence 2228SQPrimaryAnatomicStructureSequence
        2229SQ~AnatomicStructureSpaceOrRegionSequence 2230SQPrimaryAnatomicStructureModifierSequence
        2240SQ~TransducerPositionSequence 2242SQ~TransducerPositionModifierSequence
        2244SQ~TransducerOrientationSequence 2246SQ~TransducerOrientationModifierSequence
        2251SQ~AnatomicStructureSpaceOrRegionCodeSequenceTrial
        2253SQ~AnatomicPortalOfEntranceCodeSequenceTrial
        2255SQ~AnatomicApproachDirectionCodeSequenceTrial 2256ST~AnatomicPerspectiveDescriptionTrial
        2257SQ~AnatomicPerspectiveCodeSequenceTrial
        2258ST~AnatomicLocationOfExaminingInstrumentDescriptionTrial
        2259SQ~AnatomicLocationOfExaminingInstrumentCodeSequenceTrial
        225aSQ~AnatomicStructureSpaceOrRegionModifierCodeSequenceTrial
        225cSQ~OnAxisBackgroundAnatomicStructureCodeSequenceTrial
        3001SQAlternateRepresentationSequence 3002UIAvailableTransferSyntaxUID
        3010UIIrradiationEventUID 3011SQSourceIrradiationEventSequence
        3012UIRadiopharmaceuticalAdministrationEventUID 4000LT~IdentifyingComments 9007CSFrameType
        9092SQReferencedImageEvidenceSequence 9121SQReferencedRawDataSequence
        9123UICreatorVersionUID 9124SQDerivationImageSequence 9154SQSourceImageEvidenceSequence
        9205CSPixelPresentation 9206CSVolumetricProperties 9207CSVolumeBasedCalculationTechnique
        9208CSComplexImageComponent 9209CSAcquisitionContrast 9215SQDerivationCodeSequence
        9237SQReferencedPresentationStateSequence 9410SQReferencedOtherPlaneSequence
        9458SQFrameDisplaySequence 9459FLRecommendedDisplayFrameRateInFloat 9460CSSkipFrameRangeFlag
        @0010 0010PNPatientName 0020LOPatientID 0021LOIssuerOfPatientID 0022CSTypeOfPatientID
        0024SQIssuerOfPatientIDQualifiersSequence 0026SQSourcePatientGroupIdentificationSequence
        0027SQGroupOfPatientsIdentificationSequence 0028USSubjectRelativePositionInImage
        0030DAPatientBirthDate 0032TMPatientBirthTime 0033LOPatientBirthDateInAlternativeCalendar
        0034LOPatientDeathDateInAlternativeCalendar 0035CSPatientAlternativeCalendar
        0040CSPatientSex 0050SQPatientInsurancePlanCodeSequence
        0101SQPatientPrimaryLanguageCodeSequence 0102SQPatientPrimaryLanguageModifierCodeSequence
        0200CSQualityControlSubject 0201SQQualityControlSubjectTypeCodeSequence
        0212UCStrainDescription 0213LOStrainNomenclature 0214LOStrainStockNumber
        0215SQStrainSourceRegistryCodeSequence 0216SQStrainStockSequence 0217LOStrainSource
        0218UTStrainAdditionalInformation 0219SQStrainCodeSequence
        0221SQGeneticModificationsSequence 0222UCGeneticModificationsDescription
        0223LOGeneticModificationsNomenclature 0229SQGeneticModificationsCodeSequence
        1000LO~OtherPatientIDs 1001PNOtherPatientNames 1002SQOtherPatientIDsSequence
        1005PNPatientBirthName 1010ASPatientAge 1020DSPatientSize 1021SQPatientSizeCodeSequence
        1022DSPatientBodyMassIndex 1023DSMeasuredAPDimension 1024DSMeasuredLateralDimension
        1030DSPatientWeight 1040LOPatientAddress 1050LO~InsurancePlanIdentification
        1060PNPatientMotherBirthName 1080LOMilitaryRank 1081LOBranchOfService
        1090LO~MedicalRecordLocator 1100SQReferencedPatientPhotoSequence 2000LOMedicalAlerts
        2110LOAllergies 2150LOCountryOfResidence 2152LORegionOfResidence
        2154SHPatientTelephoneNumbers 2155LTPatientTelecomInformation 2160SHEthnicGroup
        2180SHOccupation 21a0CSSmokingStatus 21b0LTAdditionalPatientHistory 21c0USPregnancyStatus
        21d0DALastMenstrualDate 21f0LOPatientReligiousPreference 2201LOPatientSpeciesDescription
        2202SQPatientSpeciesCodeSequence 2203CSPatientSexNeutered 2210CSAnatomicalOrientationType
        2292LOPatientBreedDescription 2293SQPatientBreedCodeSequence 2294SQBreedRegistrationSequence
        2295LOBreedRegistrationNumber 2296SQBreedRegistryCodeSequence 2297PNResponsiblePerson
        2298CSResponsiblePersonRole 2299LOResponsibleOrganization 4000LTPatientComments
        9431FLExaminedBodyThickness @0012 0010LOClinicalTrialSponsorName
        0020LOClinicalTrialProtocolID 0021LOClinicalTrialProtocolName 0030LOClinicalTrialSiteID
        0031LOClinicalTrialSiteName 0040LOClinicalTrialSubjectID 0042LOClinicalTrialSubjectReadingID
        0050LOClinicalTrialTimePointID 0051STClinicalTrialTimePointDescription
        0052FDLongitudinalTemporalOffsetFromEvent 0053CSLongitudinalTemporalEventType
        0060LOClinicalTrialCoordinatingCenterName 0062CSPatientIdentityRemoved
        0063LODeidentificationMethod 0064SQDeidentificationMethodCodeSequence
        0071LOClinicalTrialSeriesID 0072LOClinicalTrialSeriesDescription
        0081LOClinicalTrialProtocolEthicsCommitteeName
        0082LOClinicalTrialProtocolEthicsCommitteeApprovalNumber
        0083SQConsentForClinicalTrialUseSequence 0084CSDistributionType
        0085CSConsentForDistributionFlag 0086DAEthicsCommitteeApprovalEffectivenessStartDate
        0087DAEthicsCommitteeApprovalEffectivenessEndDate @0014 0023ST~CADFileFormat
        0024ST~ComponentReferenceSystem 0025STComponentManufacturingProcedure
        0028STComponentManufacturer 0030DSMaterialThickness 0032DSMaterialPipeDiameter
        0034DSMaterialIsolationDiameter 0042STMaterialGrade 0044STMaterialPropertiesDescription
        0045ST~MaterialPropertiesFileFormatRetired 0046LTMaterialNotes 0050CSComponentShape
        0052CSCurvatureType 0054DSOuterDiameter 0056DSInnerDiameter 0100LOComponentWelderIDs
        0101CSSecondaryApprovalStatus 0102DASecondaryReviewDate 0103TMSecondaryReviewTime
        0104PNSecondaryReviewerName 0105STRepairID 0106SQMultipleComponentApprovalSequence
        0107CSOtherApprovalStatus 0108CSOtherSecondaryApprovalStatus
        1010STActualEnvironmentalConditions 1020DAExpiryDate 1040STEnvironmentalConditions
        2002SQEvaluatorSequence 2004ISEvaluatorNumber 2006PNEvaluatorName 2008ISEvaluationAttempt
        2012SQIndicationSequence 2014ISIndicationNumber 2016SHIndicationLabel
        2018STIndicationDescription 201aCSIndicationType 201cCSIndicationDisposition
        201eSQIndicationROISequence 2030SQIndicationPhysicalPropertySequence 2032SHPropertyLabel
        2202ISCoordinateSystemNumberOfAxes 2204SQCoordinateSystemAxesSequence
        2206STCoordinateSystemAxisDescription 2208CSCoordinateSystemDataSetMapping
        220aISCoordinateSystemAxisNumber 220cCSCoordinateSystemAxisType
        220eCSCoordinateSystemAxisUnits 2210OBCoordinateSystemAxisValues
        2220SQCoordinateSystemTransformSequence 2222STTransformDescription
        2224ISTransformNumberOfAxes 2226ISTransformOrderOfAxes 2228CSTransformedAxisUnits
        222aDSCoordinateSystemTransformRotationAndScaleMatrix
        222cDSCoordinateSystemTransformTranslationMatrix 3011DSInternalDetectorFrameTime
        3012DSNumberOfFramesIntegrated 3020SQDetectorTemperatureSequence 3022STSensorName
        3024DSHorizontalOffsetOfSensor 3026DSVerticalOffsetOfSensor 3028DSSensorTemperature
        3040SQDarkCurrentSequence 3050OWDarkCurrentCounts 3060SQGainCorrectionReferenceSequence
        3070OWAirCounts 3071DSKVUsedInGainCalibration 3072DSMAUsedInGainCalibration
        3073DSNumberOfFramesUsedForIntegration 3074LOFilterMaterialUsedInGainCalibration
        3075DSFilterThicknessUsedInGainCalibration 3076DADateOfGainCalibration
        3077TMTimeOfGainCalibration 3080OBBadPixelImage 3099LTCalibrationNotes
        3100LTLinearityCorrectionTechnique 3101LTBeamHardeningCorrectionTechnique
        4002SQPulserEquipmentSequence 4004CSPulserType 4006LTPulserNotes
        4008SQReceiverEquipmentSequence 400aCSAmplifierType 400cLTReceiverNotes
        400eSQPreAmplifierEquipmentSequence 400fLTPreAmplifierNotes 4010SQTransmitTransducerSequence
        4011SQReceiveTransducerSequence 4012USNumberOfElements 4013CSElementShape
        4014DSElementDimensionA 4015DSElementDimensionB 4016DSElementPitchA
        4017DSMeasuredBeamDimensionA 4018DSMeasuredBeamDimensionB
        4019DSLocationOfMeasuredBeamDiameter 401aDSNominalFrequency 401bDSMeasuredCenterFrequency
        401cDSMeasuredBandwidth 401dDSElementPitchB 4020SQPulserSettingsSequence 4022DSPulseWidth
        4024DSExcitationFrequency 4026CSModulationType 4028DSDamping 4030SQReceiverSettingsSequence
        4031DSAcquiredSoundpathLength 4032CSAcquisitionCompressionType 4033ISAcquisitionSampleSize
        4034DSRectifierSmoothing 4035SQDACSequence 4036CSDACType 4038DSDACGainPoints
        403aDSDACTimePoints 403cDSDACAmplitude 4040SQPreAmplifierSettingsSequence
        4050SQTransmitTransducerSettingsSequence 4051SQReceiveTransducerSettingsSequence
        4052DSIncidentAngle 4054STCouplingTechnique 4056STCouplingMedium 4057DSCouplingVelocity
        4058DSProbeCenterLocationX 4059DSProbeCenterLocationZ 405aDSSoundPathLength
        405cSTDelayLawIdentifier 4060SQGateSettingsSequence 4062DSGateThreshold
        4064DSVelocityOfSound 4070SQCalibrationSettingsSequence 4072STCalibrationProcedure
        4074SHProcedureVersion 4076DAProcedureCreationDate 4078DAProcedureExpirationDate
        407aDAProcedureLastModifiedDate 407cTMCalibrationTime 407eDACalibrationDate
        4080SQProbeDriveEquipmentSequence 4081CSDriveType 4082LTProbeDriveNotes
        4083SQDriveProbeSequence 4084DSProbeInductance 4085DSProbeResistance
        4086SQReceiveProbeSequence 4087SQProbeDriveSettingsSequence 4088DSBridgeResistors
        4089DSProbeOrientationAngle 408bDSUserSelectedGainY 408cDSUserSelectedPhase
        408dDSUserSelectedOffsetX 408eDSUserSelectedOffsetY 4091SQChannelSettingsSequence
        4092DSChannelThreshold 409aSQScannerSettingsSequence 409bSTScanProcedure
        409cDSTranslationRateX 409dDSTranslationRateY 409fDSChannelOverlap
        40a0LOImageQualityIndicatorType 40a1LOImageQualityIndicatorMaterial
        40a2LOImageQualityIndicatorSize 5002ISLINACEnergy 5004ISLINACOutput 5100USActiveAperture
        5101DSTotalAperture 5102DSApertureElevation 5103DSMainLobeAngle 5104DSMainRoofAngle
        5105CSConnectorType 5106SHWedgeModelNumber 5107DSWedgeAngleFloat 5108DSWedgeRoofAngle
        5109CSWedgeElement1Position 510aDSWedgeMaterialVelocity 510bSHWedgeMaterial
        510cDSWedgeOffsetZ 510dDSWedgeOriginOffsetX 510eDSWedgeTimeDelay 510fSHWedgeName
        5110SHWedgeManufacturerName 5111LOWedgeDescription 5112DSNominalBeamAngle 5113DSWedgeOffsetX
        5114DSWedgeOffsetY 5115DSWedgeTotalLength 5116DSWedgeInContactLength 5117DSWedgeFrontGap
        5118DSWedgeTotalHeight 5119DSWedgeFrontHeight 511aDSWedgeRearHeight 511bDSWedgeTotalWidth
        511cDSWedgeInContactWidth 511dDSWedgeChamferHeight 511eCSWedgeCurve 511fDSRadiusAlongWedge
        @0016 0001DSWhitePoint 0002DSPrimaryChromaticities 0003UTBatteryLevel
        0004DSExposureTimeInSeconds 0005DSFNumber 0006ISOECFRows 0007ISOECFColumns
        0008UCOECFColumnNames 0009DSOECFValues 000aISSpatialFrequencyResponseRows
        000bISSpatialFrequencyResponseColumns 000cUCSpatialFrequencyResponseColumnNames
        000dDSSpatialFrequencyResponseValues 000eISColorFilterArrayPatternRows
        000fISColorFilterArrayPatternColumns 0010DSColorFilterArrayPatternValues
        0011USFlashFiringStatus 0012USFlashReturnStatus 0013USFlashMode 0014USFlashFunctionPresent
        0015USFlashRedEyeMode 0016USExposureProgram 0017UTSpectralSensitivity
        0018ISPhotographicSensitivity 0019ISSelfTimerMode 001aUSSensitivityType
        001bISStandardOutputSensitivity 001cISRecommendedExposureIndex 001dISISOSpeed
        001eISISOSpeedLatitudeyyy 001fISISOSpeedLatitudezzz 0020UTEXIFVersion
        0021DSShutterSpeedValue 0022DSApertureValue 0023DSBrightnessValue 0024DSExposureBiasValue
        0025DSMaxApertureValue 0026DSSubjectDistance 0027USMeteringMode 0028USLightSource
        0029DSFocalLength 002aISSubjectArea 002bOBMakerNote 0030DSTemperature 0031DSHumidity
        0032DSPressure 0033DSWaterDepth 0034DSAcceleration 0035DSCameraElevationAngle
        0036DSFlashEnergy 0037ISSubjectLocation 0038DSPhotographicExposureIndex 0039USSensingMethod
        003aUSFileSource 003bUSSceneType 0041USCustomRendered 0042USExposureMode 0043USWhiteBalance
        0044DSDigitalZoomRatio 0045ISFocalLengthIn35mmFilm 0046USSceneCaptureType 0047USGainControl
        0048USContrast 0049USSaturation 004aUSSharpness 004bOBDeviceSettingDescription
        004cUSSubjectDistanceRange 004dUTCameraOwnerName 004eDSLensSpecification 004fUTLensMake
        0050UTLensModel 0051UTLensSerialNumber 0061CSInteroperabilityIndex
        0062OBInteroperabilityVersion 0070OBGPSVersionID 0071CSGPSLatitudeRef 0072DSGPSLatitude
        0073CSGPSLongitudeRef 0074DSGPSLongitude 0075USGPSAltitudeRef 0076DSGPSAltitude
        0077DTGPSTimeStamp 0078UTGPSSatellites 0079CSGPSStatus 007aCSGPSMeasureMode 007bDSGPSDOP
        007cCSGPSSpeedRef 007dDSGPSSpeed 007eCSGPSTrackRef 007fDSGPSTrack 0080CSGPSImgDirectionRef
        0081DSGPSImgDirection 0082UTGPSMapDatum 0083CSGPSDestLatitudeRef 0084DSGPSDestLatitude
        0085CSGPSDestLongitudeRef 0086DSGPSDestLongitude 0087CSGPSDestBearingRef
        0088DSGPSDestBearing 0089CSGPSDestDistanceRef 008aDSGPSDestDistance
        008bOBGPSProcessingMethod 008cOBGPSAreaInformation 008dDTGPSDateStamp 008eISGPSDifferential
        1001CSLightSourcePolarization 1002DSEmitterColorTemperature 1003CSContactMethod
        1004CSImmersionMedia 1005DSOpticalMagnificationFactor @0018 0010LOContrastBolusAgent
        0012SQContrastBolusAgentSequence 0013FLContrastBolusT1Relaxivity
        0014SQContrastBolusAdministrationRouteSequence 0015CSBodyPartExamined 0020CSScanningSequence
        0021CSSequenceVariant 0022CSScanOptions 0023CSMRAcquisitionType 0024SHSequenceName
        0025CSAngioFlag 0026SQInterventionDrugInformationSequence 0027TMInterventionDrugStopTime
        0028DSInterventionDrugDose 0029SQInterventionDrugCodeSequence 002aSQAdditionalDrugSequence
        0030LO~Radionuclide 0031LORadiopharmaceutical 0032DS~EnergyWindowCenterline
        0033DS~EnergyWindowTotalWidth 0034LOInterventionDrugName 0035TMInterventionDrugStartTime
        0036SQInterventionSequence 0037CS~TherapyType 0038CSInterventionStatus
        0039CS~TherapyDescription 003aSTInterventionDescription 0040ISCineRate
        0042CSInitialCineRunState 0050DSSliceThickness 0060DSKVP 0070ISCountsAccumulated
        0071CSAcquisitionTerminationCondition 0072DSEffectiveDuration
        0073CSAcquisitionStartCondition 0074ISAcquisitionStartConditionData
        0075ISAcquisitionTerminationConditionData 0080DSRepetitionTime 0081DSEchoTime
        0082DSInversionTime 0083DSNumberOfAverages 0084DSImagingFrequency 0085SHImagedNucleus
        0086ISEchoNumbers 0087DSMagneticFieldStrength 0088DSSpacingBetweenSlices
        0089ISNumberOfPhaseEncodingSteps 0090DSDataCollectionDiameter 0091ISEchoTrainLength
        0093DSPercentSampling 0094DSPercentPhaseFieldOfView 0095DSPixelBandwidth
        1000LODeviceSerialNumber 1002UIDeviceUID 1003LODeviceID 1004LOPlateID 1005LOGeneratorID
        1006LOGridID 1007LOCassetteID 1008LOGantryID 1009UTUniqueDeviceIdentifier 100aSQUDISequence
        100bUIManufacturerDeviceClassUID 1010LOSecondaryCaptureDeviceID
        1011LO~HardcopyCreationDeviceID 1012DADateOfSecondaryCapture 1014TMTimeOfSecondaryCapture
        1016LOSecondaryCaptureDeviceManufacturer 1017LO~HardcopyDeviceManufacturer
        1018LOSecondaryCaptureDeviceManufacturerModelName
        1019LOSecondaryCaptureDeviceSoftwareVersions 101aLO~HardcopyDeviceSoftwareVersion
        101bLO~HardcopyDeviceManufacturerModelName 1020LOSoftwareVersions
        1022SHVideoImageFormatAcquired 1023LODigitalImageFormatAcquired 1030LOProtocolName
        1040LOContrastBolusRoute 1041DSContrastBolusVolume 1042TMContrastBolusStartTime
        1043TMContrastBolusStopTime 1044DSContrastBolusTotalDose 1045ISSyringeCounts
        1046DSContrastFlowRate 1047DSContrastFlowDuration 1048CSContrastBolusIngredient
        1049DSContrastBolusIngredientConcentration 1050DSSpatialResolution 1060DSTriggerTime
        1061LOTriggerSourceOrType 1062ISNominalInterval 1063DSFrameTime 1064LOCardiacFramingType
        1065DSFrameTimeVector 1066DSFrameDelay 1067DSImageTriggerDelay
        1068DSMultiplexGroupTimeOffset 1069DSTriggerTimeOffset 106aCSSynchronizationTrigger
        106cUSSynchronizationChannel 106eULTriggerSamplePosition 1070LORadiopharmaceuticalRoute
        1071DSRadiopharmaceuticalVolume 1072TMRadiopharmaceuticalStartTime
        1073TMRadiopharmaceuticalStopTime 1074DSRadionuclideTotalDose 1075DSRadionuclideHalfLife
        1076DSRadionuclidePositronFraction 1077DSRadiopharmaceuticalSpecificActivity
        1078DTRadiopharmaceuticalStartDateTime 1079DTRadiopharmaceuticalStopDateTime
        1080CSBeatRejectionFlag 1081ISLowRRValue 1082ISHighRRValue 1083ISIntervalsAcquired
        1084ISIntervalsRejected 1085LOPVCRejection 1086ISSkipBeats 1088ISHeartRate
        1090ISCardiacNumberOfImages 1094ISTriggerWindow 1100DSReconstructionDiameter
        1110DSDistanceSourceToDetector 1111DSDistanceSourceToPatient
        1114DSEstimatedRadiographicMagnificationFactor 1120DSGantryDetectorTilt
        1121DSGantryDetectorSlew 1130DSTableHeight 1131DSTableTraverse 1134CSTableMotion
        1135DSTableVerticalIncrement 1136DSTableLateralIncrement 1137DSTableLongitudinalIncrement
        1138DSTableAngle 113aCSTableType 1140CSRotationDirection 1141DS~AngularPosition
        1142DSRadialPosition 1143DSScanArc 1144DSAngularStep 1145DSCenterOfRotationOffset
        1146DS~RotationOffset 1147CSFieldOfViewShape 1149ISFieldOfViewDimensions 1150ISExposureTime
        1151ISXRayTubeCurrent 1152ISExposure 1153ISExposureInuAs 1154DSAveragePulseWidth
        1155CSRadiationSetting 1156CSRectificationType 115aCSRadiationMode
        115eDSImageAndFluoroscopyAreaDoseProduct 1160SHFilterType 1161LOTypeOfFilters
        1162DSIntensifierSize 1164DSImagerPixelSpacing 1166CSGrid 1170ISGeneratorPower
        1180SHCollimatorGridName 1181CSCollimatorType 1182ISFocalDistance 1183DSXFocusCenter
        1184DSYFocusCenter 1190DSFocalSpots 1191CSAnodeTargetMaterial 11a0DSBodyPartThickness
        11a2DSCompressionForce 11a3DSCompressionPressure 11a4LOPaddleDescription
        11a5DSCompressionContactArea 11b0LOAcquisitionMode 11b1LODoseModeName
        11b2CSAcquiredSubtractionMaskFlag 11b3CSFluoroscopyPersistenceFlag
        11b4CSFluoroscopyLastImageHoldPersistenceFlag
        11b5ISUpperLimitNumberOfPersistentFluoroscopyFrames
        11b6CSContrastBolusAutoInjectionTriggerFlag 11b7FDContrastBolusInjectionDelay
        11b8SQXAAcquisitionPhaseDetailsSequence 11b9FDXAAcquisitionFrameRate
        11baSQXAPlaneDetailsSequence 11bbLOAcquisitionFieldOfViewLabel
        11bcSQXRayFilterDetailsSequence 11bdFDXAAcquisitionDuration 11beCSReconstructionPipelineType
        11bfSQImageFilterDetailsSequence 11c0CSAppliedMaskSubtractionFlag
        11c1SQRequestedSeriesDescriptionCodeSequence 1200DADateOfLastCalibration
        1201TMTimeOfLastCalibration 1202DTDateTimeOfLastCalibration 1203DTCalibrationDateTime
        1210SHConvolutionKernel 1240IS~UpperLowerPixelValues 1242ISActualFrameDuration
        1243ISCountRate 1244USPreferredPlaybackSequencing 1250SHReceiveCoilName
        1251SHTransmitCoilName 1260SHPlateType 1261LOPhosphorType 1271FDWaterEquivalentDiameter
        1272SQWaterEquivalentDiameterCalculationMethodCodeSequence 1300DSScanVelocity
        1301CSWholeBodyTechnique 1302ISScanLength 1310USAcquisitionMatrix
        1312CSInPlanePhaseEncodingDirection 1314DSFlipAngle 1315CSVariableFlipAngleFlag 1316DSSAR
        1318DSdBdt 1320FLB1rms 1400LOAcquisitionDeviceProcessingDescription
        1401LOAcquisitionDeviceProcessingCode 1402CSCassetteOrientation 1403CSCassetteSize
        1404USExposuresOnPlate 1405ISRelativeXRayExposure 1411DSExposureIndex
        1412DSTargetExposureIndex 1413DSDeviationIndex 1450DSColumnAngulation 1460DSTomoLayerHeight
        1470DSTomoAngle 1480DSTomoTime 1490CSTomoType 1491CSTomoClass
        1495ISNumberOfTomosynthesisSourceImages 1500CSPositionerMotion 1508CSPositionerType
        1510DSPositionerPrimaryAngle 1511DSPositionerSecondaryAngle
        1520DSPositionerPrimaryAngleIncrement 1521DSPositionerSecondaryAngleIncrement
        1530DSDetectorPrimaryAngle 1531DSDetectorSecondaryAngle 1600CSShutterShape
        1602ISShutterLeftVerticalEdge 1604ISShutterRightVerticalEdge
        1606ISShutterUpperHorizontalEdge 1608ISShutterLowerHorizontalEdge
        1610ISCenterOfCircularShutter 1612ISRadiusOfCircularShutter
        1620ISVerticesOfThePolygonalShutter 1622USShutterPresentationValue 1623USShutterOverlayGroup
        1624USShutterPresentationColorCIELabValue 1630CSOutlineShapeType
        1631FDOutlineLeftVerticalEdge 1632FDOutlineRightVerticalEdge
        1633FDOutlineUpperHorizontalEdge 1634FDOutlineLowerHorizontalEdge
        1635FDCenterOfCircularOutline 1636FDDiameterOfCircularOutline
        1637ULNumberOfPolygonalVertices 1638OFVerticesOfThePolygonalOutline 1700CSCollimatorShape
        1702ISCollimatorLeftVerticalEdge 1704ISCollimatorRightVerticalEdge
        1706ISCollimatorUpperHorizontalEdge 1708ISCollimatorLowerHorizontalEdge
        1710ISCenterOfCircularCollimator 1712ISRadiusOfCircularCollimator
        1720ISVerticesOfThePolygonalCollimator 1800CSAcquisitionTimeSynchronized 1801SHTimeSource
        1802CSTimeDistributionProtocol 1803LONTPSourceAddress 2001ISPageNumberVector
        2002SHFrameLabelVector 2003DSFramePrimaryAngleVector 2004DSFrameSecondaryAngleVector
        2005DSSliceLocationVector 2006SHDisplayWindowLabelVector 2010DSNominalScannedPixelSpacing
        2020CSDigitizingDeviceTransportDirection 2030DSRotationOfScannedFilm
        2041SQBiopsyTargetSequence 2042UITargetUID 2043FLLocalizingCursorPosition
        2044FLCalculatedTargetPosition 2045SHTargetLabel 2046FLDisplayedZValue 3100CSIVUSAcquisition
        3101DSIVUSPullbackRate 3102DSIVUSGatedRate 3103ISIVUSPullbackStartFrameNumber
        3104ISIVUSPullbackStopFrameNumber 3105ISLesionNumber 4000LT~AcquisitionComments
        5000SHOutputPower 5010LOTransducerData 5011SQTransducerIdentificationSequence
        5012DSFocusDepth 5020LOProcessingFunction 5021LO~PostprocessingFunction
        5022DSMechanicalIndex 5024DSBoneThermalIndex 5026DSCranialThermalIndex
        5027DSSoftTissueThermalIndex 5028DSSoftTissueFocusThermalIndex
        5029DSSoftTissueSurfaceThermalIndex 5030DS~DynamicRange 5040DS~TotalGain
        5050ISDepthOfScanField 5100CSPatientPosition 5101CSViewPosition
        5104SQProjectionEponymousNameCodeSequence 5210DS~ImageTransformationMatrix
        5212DS~ImageTranslationVector 6000DSSensitivity 6011SQSequenceOfUltrasoundRegions
        6012USRegionSpatialFormat 6014USRegionDataType 6016ULRegionFlags 6018ULRegionLocationMinX0
        601aULRegionLocationMinY0 601cULRegionLocationMaxX1 601eULRegionLocationMaxY1
        6020SLReferencePixelX0 6022SLReferencePixelY0 6024USPhysicalUnitsXDirection
        6026USPhysicalUnitsYDirection 6028FDReferencePixelPhysicalValueX
        602aFDReferencePixelPhysicalValueY 602cFDPhysicalDeltaX 602eFDPhysicalDeltaY
        6030ULTransducerFrequency 6031CSTransducerType 6032ULPulseRepetitionFrequency
        6034FDDopplerCorrectionAngle 6036FDSteeringAngle 6038UL~DopplerSampleVolumeXPositionRetired
        6039SLDopplerSampleVolumeXPosition 603aUL~DopplerSampleVolumeYPositionRetired
        603bSLDopplerSampleVolumeYPosition 603cUL~TMLinePositionX0Retired 603dSLTMLinePositionX0
        603eUL~TMLinePositionY0Retired 603fSLTMLinePositionY0 6040UL~TMLinePositionX1Retired
        6041SLTMLinePositionX1 6042UL~TMLinePositionY1Retired 6043SLTMLinePositionY1
        6044USPixelComponentOrganization 6046ULPixelComponentMask 6048ULPixelComponentRangeStart
        604aULPixelComponentRangeStop 604cUSPixelComponentPhysicalUnits 604eUSPixelComponentDataType
        6050ULNumberOfTableBreakPoints 6052ULTableOfXBreakPoints 6054FDTableOfYBreakPoints
        6056ULNumberOfTableEntries 6058ULTableOfPixelValues 605aFLTableOfParameterValues
        6060FLRWaveTimeVector 6070USActiveImageAreaOverlayGroup 7000CSDetectorConditionsNominalFlag
        7001DSDetectorTemperature 7004CSDetectorType 7005CSDetectorConfiguration
        7006LTDetectorDescription 7008LTDetectorMode 700aSHDetectorID
        700cDADateOfLastDetectorCalibration 700eTMTimeOfLastDetectorCalibration
        7010ISExposuresOnDetectorSinceLastCalibration 7011ISExposuresOnDetectorSinceManufactured
        7012DSDetectorTimeSinceLastExposure 7014DSDetectorActiveTime
        7016DSDetectorActivationOffsetFromExposure 701aDSDetectorBinning
        7020DSDetectorElementPhysicalSize 7022DSDetectorElementSpacing 7024CSDetectorActiveShape
        7026DSDetectorActiveDimensions 7028DSDetectorActiveOrigin 702aLODetectorManufacturerName
        702bLODetectorManufacturerModelName 7030DSFieldOfViewOrigin 7032DSFieldOfViewRotation
        7034CSFieldOfViewHorizontalFlip 7036FLPixelDataAreaOriginRelativeToFOV
        7038FLPixelDataAreaRotationAngleRelativeToFOV 7040LTGridAbsorbingMaterial
        7041LTGridSpacingMaterial 7042DSGridThickness 7044DSGridPitch 7046ISGridAspectRatio
        7048DSGridPeriod 704cDSGridFocalDistance 7050CSFilterMaterial 7052DSFilterThicknessMinimum
        7054DSFilterThicknessMaximum 7056FLFilterBeamPathLengthMinimum
        7058FLFilterBeamPathLengthMaximum 7060CSExposureControlMode
        7062LTExposureControlModeDescription 7064CSExposureStatus 7065DSPhototimerSetting
        8150DSExposureTimeInuS 8151DSXRayTubeCurrentInuA 9004CSContentQualification
        9005SHPulseSequenceName 9006SQMRImagingModifierSequence 9008CSEchoPulseSequence
        9009CSInversionRecovery 9010CSFlowCompensation 9011CSMultipleSpinEcho
        9012CSMultiPlanarExcitation 9014CSPhaseContrast 9015CSTimeOfFlightContrast 9016CSSpoiling
        9017CSSteadyStatePulseSequence 9018CSEchoPlanarPulseSequence 9019FDTagAngleFirstAxis
        9020CSMagnetizationTransfer 9021CST2Preparation 9022CSBloodSignalNulling
        9024CSSaturationRecovery 9025CSSpectrallySelectedSuppression
        9026CSSpectrallySelectedExcitation 9027CSSpatialPresaturation 9028CSTagging
        9029CSOversamplingPhase 9030FDTagSpacingFirstDimension 9032CSGeometryOfKSpaceTraversal
        9033CSSegmentedKSpaceTraversal 9034CSRectilinearPhaseEncodeReordering 9035FDTagThickness
        9036CSPartialFourierDirection 9037CSCardiacSynchronizationTechnique
        9041LOReceiveCoilManufacturerName 9042SQMRReceiveCoilSequence 9043CSReceiveCoilType
        9044CSQuadratureReceiveCoil 9045SQMultiCoilDefinitionSequence 9046LOMultiCoilConfiguration
        9047SHMultiCoilElementName 9048CSMultiCoilElementUsed 9049SQMRTransmitCoilSequence
        9050LOTransmitCoilManufacturerName 9051CSTransmitCoilType 9052FDSpectralWidth
        9053FDChemicalShiftReference 9054CSVolumeLocalizationTechnique
        9058USMRAcquisitionFrequencyEncodingSteps 9059CSDecoupling 9060CSDecoupledNucleus
        9061FDDecouplingFrequency 9062CSDecouplingMethod 9063FDDecouplingChemicalShiftReference
        9064CSKSpaceFiltering 9065CSTimeDomainFiltering 9066USNumberOfZeroFills
        9067CSBaselineCorrection 9069FDParallelReductionFactorInPlane
        9070FDCardiacRRIntervalSpecified 9073FDAcquisitionDuration 9074DTFrameAcquisitionDateTime
        9075CSDiffusionDirectionality 9076SQDiffusionGradientDirectionSequence
        9077CSParallelAcquisition 9078CSParallelAcquisitionTechnique 9079FDInversionTimes
        9080STMetaboliteMapDescription 9081CSPartialFourier 9082FDEffectiveEchoTime
        9083SQMetaboliteMapCodeSequence 9084SQChemicalShiftSequence 9085CSCardiacSignalSource
        """
}
