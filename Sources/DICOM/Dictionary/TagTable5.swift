// Made by Tests/Fuzz/oracle/dicom-dictionary.py; do not edit.

extension TagTable {
    static let part5 = """
        0306SSRadiationChargeState 0308CSScanMode 0309CSModulatedScanModeType
        030aFLVirtualSourceAxisDistances 030cSQSnoutSequence 030dFLSnoutPosition 030fSHSnoutID
        0312ISNumberOfRangeShifters 0314SQRangeShifterSequence 0316ISRangeShifterNumber
        0318SHRangeShifterID 0320CSRangeShifterType 0322LORangeShifterDescription
        0330ISNumberOfLateralSpreadingDevices 0332SQLateralSpreadingDeviceSequence
        0334ISLateralSpreadingDeviceNumber 0336SHLateralSpreadingDeviceID
        0338CSLateralSpreadingDeviceType 033aLOLateralSpreadingDeviceDescription
        033cFLLateralSpreadingDeviceWaterEquivalentThickness 0340ISNumberOfRangeModulators
        0342SQRangeModulatorSequence 0344ISRangeModulatorNumber 0346SHRangeModulatorID
        0348CSRangeModulatorType 034aLORangeModulatorDescription 034cSHBeamCurrentModulationID
        0350CSPatientSupportType 0352SHPatientSupportID 0354LOPatientSupportAccessoryCode
        0355LOTrayAccessoryCode 0356FLFixationLightAzimuthalAngle 0358FLFixationLightPolarAngle
        035aFLMetersetRate 0360SQRangeShifterSettingsSequence 0362LORangeShifterSetting
        0364FLIsocenterToRangeShifterDistance 0366FLRangeShifterWaterEquivalentThickness
        0370SQLateralSpreadingDeviceSettingsSequence 0372LOLateralSpreadingDeviceSetting
        0374FLIsocenterToLateralSpreadingDeviceDistance 0380SQRangeModulatorSettingsSequence
        0382FLRangeModulatorGatingStartValue 0384FLRangeModulatorGatingStopValue
        0386FLRangeModulatorGatingStartWaterEquivalentThickness
        0388FLRangeModulatorGatingStopWaterEquivalentThickness
        038aFLIsocenterToRangeModulatorDistance 038fFLScanSpotTimeOffset 0390SHScanSpotTuneID
        0391ISScanSpotPrescribedIndices 0392ISNumberOfScanSpotPositions 0393CSScanSpotReordered
        0394FLScanSpotPositionMap 0395CSScanSpotReorderingAllowed 0396FLScanSpotMetersetWeights
        0398FLScanningSpotSize 0399FLScanSpotSizesDelivered 039aISNumberOfPaintings
        03a0SQIonToleranceTableSequence 03a2SQIonBeamSequence 03a4SQIonBeamLimitingDeviceSequence
        03a6SQIonBlockSequence 03a8SQIonControlPointSequence 03aaSQIonWedgeSequence
        03acSQIonWedgePositionSequence 0401SQReferencedSetupImageSequence 0402STSetupImageComment
        0410SQMotionSynchronizationSequence 0412FLControlPointOrientation
        0420SQGeneralAccessorySequence 0421SHGeneralAccessoryID 0422STGeneralAccessoryDescription
        0423CSGeneralAccessoryType 0424ISGeneralAccessoryNumber
        0425FLSourceToGeneralAccessoryDistance 0426DSIsocenterToGeneralAccessoryDistance
        0431SQApplicatorGeometrySequence 0432CSApplicatorApertureShape 0433FLApplicatorOpening
        0434FLApplicatorOpeningX 0435FLApplicatorOpeningY
        0436FLSourceToApplicatorMountingPositionDistance 0440ISNumberOfBlockSlabItems
        0441SQBlockSlabSequence 0442DSBlockSlabThickness 0443USBlockSlabNumber
        0450SQDeviceMotionControlSequence 0451CSDeviceMotionExecutionMode
        0452CSDeviceMotionObservationMode 0453SQDeviceMotionParameterCodeSequence
        0501FLDistalDepthFraction 0502FLDistalDepth 0503FLNominalRangeModulationFractions
        0504FLNominalRangeModulatedRegionDepths 0505SQDepthDoseParametersSequence
        0506SQDeliveredDepthDoseParametersSequence 0507FLDeliveredDistalDepthFraction
        0508FLDeliveredDistalDepth 0509FLDeliveredNominalRangeModulationFractions
        0510FLDeliveredNominalRangeModulatedRegionDepths 0511CSDeliveredReferenceDoseDefinition
        0512CSReferenceDoseDefinition 0600USRTControlPointIndex 0601USRadiationGenerationModeIndex
        0602USReferencedDefinedDeviceIndex 0603USRadiationDoseIdentificationIndex
        0604USNumberOfRTControlPoints 0605USReferencedRadiationGenerationModeIndex
        0606USTreatmentPositionIndex 0607USReferencedDeviceIndex 0608LOTreatmentPositionGroupLabel
        0609UITreatmentPositionGroupUID 060aSQTreatmentPositionGroupSequence
        060bUSReferencedTreatmentPositionIndex 060cUSReferencedRadiationDoseIdentificationIndex
        060dFDRTAccessoryHolderWaterEquivalentThickness 060eUSReferencedRTAccessoryHolderDeviceIndex
        060fCSRTAccessoryHolderSlotExistenceFlag 0610SQRTAccessoryHolderSlotSequence
        0611LORTAccessoryHolderSlotID 0612FDRTAccessoryHolderSlotDistance
        0613FDRTAccessorySlotDistance 0614SQRTAccessoryHolderDefinitionSequence
        0615LORTAccessoryDeviceSlotID 0616SQRTRadiationSequence 0617SQRadiationDoseSequence
        0618SQRadiationDoseIdentificationSequence 0619LORadiationDoseIdentificationLabel
        061aCSReferenceDoseType 061bCSPrimaryDoseValueIndicator 061cSQDoseValuesSequence
        061dCSDoseValuePurpose 061eFDReferenceDosePointCoordinates
        061fSQRadiationDoseValuesParametersSequence 0620SQMetersetToDoseMappingSequence
        0621SQExpectedInVivoMeasurementValuesSequence 0622USExpectedInVivoMeasurementValueIndex
        0623LORadiationDoseInVivoMeasurementLabel 0624FDRadiationDoseCentralAxisDisplacement
        0625FDRadiationDoseValue 0626FDRadiationDoseSourceToSkinDistance
        0627FDRadiationDoseMeasurementPointCoordinates
        0628FDRadiationDoseSourceToExternalContourDistance 0629SQRTToleranceSetSequence
        062aLORTToleranceSetLabel 062bSQAttributeToleranceValuesSequence 062cFDToleranceValue
        062dSQPatientSupportPositionToleranceSequence 062eFDTreatmentTimeLimit
        062fSQCArmPhotonElectronControlPointSequence 0630SQReferencedRTRadiationSequence
        0631SQReferencedRTInstanceSequence 0632SQ~ReferencedRTPatientSetupSequence
        0634FDSourceToPatientSurfaceDistance 0635SQTreatmentMachineSpecialModeCodeSequence
        0636USIntendedNumberOfFractions 0637CSRTRadiationSetIntent
        0638CSRTRadiationPhysicalAndGeometricContentDetailFlag 0639CSRTRecordFlag
        063aSQTreatmentDeviceIdentificationSequence 063bSQReferencedRTPhysicianIntentSequence
        063cFDCumulativeMeterset 063dFDDeliveryRate 063eSQDeliveryRateUnitSequence
        063fSQTreatmentPositionSequence 0640FDRadiationSourceAxisDistance
        0641USNumberOfRTBeamLimitingDevices 0642FDRTBeamLimitingDeviceProximalDistance
        0643FDRTBeamLimitingDeviceDistalDistance
        0644SQParallelRTBeamDelimiterDeviceOrientationLabelCodeSequence
        0645FDBeamModifierOrientationAngle 0646SQFixedRTBeamDelimiterDeviceSequence
        0647SQParallelRTBeamDelimiterDeviceSequence 0648USNumberOfParallelRTBeamDelimiters
        0649FDParallelRTBeamDelimiterBoundaries 064aFDParallelRTBeamDelimiterPositions
        064bFDRTBeamLimitingDeviceOffset 064cSQRTBeamDelimiterGeometrySequence
        064dSQRTBeamLimitingDeviceDefinitionSequence 064eCSParallelRTBeamDelimiterOpeningMode
        064fCSParallelRTBeamDelimiterLeafMountingSide 0650UI~PatientSetupUID
        0651SQWedgeDefinitionSequence 0652FDRadiationBeamWedgeAngle
        0653FDRadiationBeamWedgeThinEdgeDistance 0654FDRadiationBeamEffectiveWedgeAngle
        0655USNumberOfWedgePositions 0656SQRTBeamLimitingDeviceOpeningSequence
        0657USNumberOfRTBeamLimitingDeviceOpenings 0658SQRadiationDosimeterUnitSequence
        0659SQRTDeviceDistanceReferenceLocationCodeSequence
        065aSQRadiationDeviceConfigurationAndCommissioningKeySequence
        065bSQPatientSupportPositionParameterSequence
        065cCSPatientSupportPositionSpecificationMethod
        065dSQPatientSupportPositionDeviceParameterSequence 065eUSDeviceOrderIndex
        065fUSPatientSupportPositionParameterOrderIndex
        0660SQPatientSupportPositionDeviceToleranceSequence
        0661USPatientSupportPositionToleranceOrderIndex 0662SQCompensatorDefinitionSequence
        0663CSCompensatorMapOrientation 0664OFCompensatorProximalThicknessMap
        0665OFCompensatorDistalThicknessMap 0666FDCompensatorBasePlaneOffset
        0667SQCompensatorShapeFabricationCodeSequence 0668SQCompensatorShapeSequence
        0669FDRadiationBeamCompensatorMillingToolDiameter 066aSQBlockDefinitionSequence
        066bOFBlockEdgeData 066cCSBlockOrientation 066dFDRadiationBeamBlockThickness
        066eFDRadiationBeamBlockSlabThickness 066fSQBlockEdgeDataSequence
        0670USNumberOfRTAccessoryHolders 0671SQGeneralAccessoryDefinitionSequence
        0672USNumberOfGeneralAccessories 0673SQBolusDefinitionSequence 0674USNumberOfBoluses
        0675UIEquipmentFrameOfReferenceUID 0676STEquipmentFrameOfReferenceDescription
        0677SQEquipmentReferencePointCoordinatesSequence 0678SQEquipmentReferencePointCodeSequence
        0679FDRTBeamLimitingDeviceAngle 067aFDSourceRollAngle 067bSQRadiationGenerationModeSequence
        067cSHRadiationGenerationModeLabel 067dSTRadiationGenerationModeDescription
        067eSQRadiationGenerationModeMachineCodeSequence 067fSQRadiationTypeCodeSequence
        0680DSNominalEnergy 0681DSMinimumNominalEnergy 0682DSMaximumNominalEnergy
        0683SQRadiationFluenceModifierCodeSequence 0684SQEnergyUnitCodeSequence
        0685USNumberOfRadiationGenerationModes 0686SQPatientSupportDevicesSequence
        0687USNumberOfPatientSupportDevices 0688FDRTBeamModifierDefinitionDistance
        0689SQBeamAreaLimitSequence 068aSQReferencedRTPrescriptionSequence 0700UITreatmentSessionUID
        0701CSRTRadiationUsage 0702SQReferencedRTRadiationSetSequence
        0703SQReferencedRTRadiationRecordSequence 0704USRTRadiationSetDeliveryNumber
        0705USClinicalFractionNumber 0706CSRTTreatmentFractionCompletionStatus
        0707CSRTRadiationSetUsage 0708CSTreatmentDeliveryContinuationFlag
        0709CSTreatmentRecordContentOrigin 0714CSRTTreatmentTerminationStatus
        0715SQRTTreatmentTerminationReasonCodeSequence
        0716SQMachineSpecificTreatmentTerminationCodeSequence
        0722SQRTRadiationSalvageRecordControlPointSequence 0723CSStartingMetersetValueKnownFlag
        0730STTreatmentTerminationDescription 0731SQTreatmentToleranceViolationSequence
        0732CSTreatmentToleranceViolationCategory 0733SQTreatmentToleranceViolationAttributeSequence
        0734STTreatmentToleranceViolationDescription 0735STTreatmentToleranceViolationIdentification
        0736DTTreatmentToleranceViolationDateTime 073aDTRecordedRTControlPointDateTime
        073bUSReferencedRadiationRTControlPointIndex 073eSQAlternateValueSequence
        073fSQConfirmationSequence 0740SQInterlockSequence 0741DTInterlockDateTime
        0742STInterlockDescription 0743SQInterlockOriginatingDeviceSequence
        0744SQInterlockCodeSequence 0745SQInterlockResolutionCodeSequence
        0746SQInterlockResolutionUserSequence 0760DTOverrideDateTime
        0761SQTreatmentToleranceViolationTypeCodeSequence
        0762SQTreatmentToleranceViolationCauseCodeSequence
        0772SQMeasuredMetersetToDoseMappingSequence
        0773USReferencedExpectedInVivoMeasurementValueIndex 0774SQDoseMeasurementDeviceCodeSequence
        0780SQAdditionalParameterRecordingInstanceSequence 0783STInterlockOriginDescription
        0784SQRTPatientPositionScopeSequence 0785UIReferencedTreatmentPositionGroupUID
        0786USRadiationOrderIndex 0787SQOmittedRadiationSequence 0788SQReasonForOmissionCodeSequence
        0789SQRTDeliveryStartPatientPositionSequence
        078aSQRTTreatmentPreparationPatientPositionSequence
        078bSQReferencedRTTreatmentPreparationSequence 078cSQReferencedPatientSetupPhotoSequence
        078dSQPatientTreatmentPreparationMethodCodeSequence
        078eLTPatientTreatmentPreparationProcedureParameterDescription
        078fSQPatientTreatmentPreparationDeviceSequence
        0790SQPatientTreatmentPreparationProcedureSequence
        0791SQPatientTreatmentPreparationProcedureCodeSequence
        0792LTPatientTreatmentPreparationMethodDescription
        0793SQPatientTreatmentPreparationProcedureParameterSequence
        0794LTPatientSetupPhotoDescription 0795USPatientTreatmentPreparationProcedureIndex
        0796USReferencedPatientSetupProcedureIndex 0797SQRTRadiationTaskSequence
        0798SQRTPatientPositionDisplacementSequence 0799SQRTPatientPositionSequence
        079aLODisplacementReferenceLabel 079bFDDisplacementMatrix
        079cSQPatientSupportDisplacementSequence 079dSQDisplacementReferenceLocationCodeSequence
        079eCSRTRadiationSetDeliveryUsage @300c 0002SQReferencedRTPlanSequence
        0004SQReferencedBeamSequence 0006ISReferencedBeamNumber 0007ISReferencedReferenceImageNumber
        0008DSStartCumulativeMetersetWeight 0009DSEndCumulativeMetersetWeight
        000aSQReferencedBrachyApplicationSetupSequence 000cISReferencedBrachyApplicationSetupNumber
        000eISReferencedSourceNumber 0020SQReferencedFractionGroupSequence
        0022ISReferencedFractionGroupNumber 0040SQReferencedVerificationImageSequence
        0042SQReferencedReferenceImageSequence 0050SQReferencedDoseReferenceSequence
        0051ISReferencedDoseReferenceNumber 0055SQBrachyReferencedDoseReferenceSequence
        0060SQReferencedStructureSetSequence 006aISReferencedPatientSetupNumber
        0080SQReferencedDoseSequence 00a0ISReferencedToleranceTableNumber
        00b0SQReferencedBolusSequence 00c0ISReferencedWedgeNumber 00d0ISReferencedCompensatorNumber
        00e0ISReferencedBlockNumber 00f0ISReferencedControlPointIndex
        00f2SQReferencedControlPointSequence 00f4ISReferencedStartControlPointIndex
        00f6ISReferencedStopControlPointIndex 0100ISReferencedRangeShifterNumber
        0102ISReferencedLateralSpreadingDeviceNumber 0104ISReferencedRangeModulatorNumber
        0111SQOmittedBeamTaskSequence 0112CSReasonForOmission 0113LOReasonForOmissionDescription
        0114SQPrescriptionOverviewSequence 0115FLTotalPrescriptionDose 0116SQPlanOverviewSequence
        0117USPlanOverviewIndex 0118USReferencedPlanOverviewIndex 0119USNumberOfFractionsIncluded
        0120SQDoseCalibrationConditionsSequence 0121FDAbsorbedDoseToMetersetRatio
        0122FDDelineatedRadiationFieldSize 0123CSDoseCalibrationConditionsVerifiedFlag
        0124FDCalibrationReferencePointDepth 0125SQGatingBeamHoldTransitionSequence
        0126CSBeamHoldTransition 0127DTBeamHoldTransitionDateTime
        0128SQBeamHoldOriginatingDeviceSequence @300e 0002CSApprovalStatus 0004DAReviewDate
        0005TMReviewTime 0008PNReviewerName @3010 0001SQRadiobiologicalDoseEffectSequence
        0002CSRadiobiologicalDoseEffectFlag 0003SQEffectiveDoseCalculationMethodCategoryCodeSequence
        0004SQEffectiveDoseCalculationMethodCodeSequence
        0005LOEffectiveDoseCalculationMethodDescription 0006UIConceptualVolumeUID
        0007SQOriginatingSOPInstanceReferenceSequence 0008SQConceptualVolumeConstituentSequence
        0009SQEquivalentConceptualVolumeInstanceReferenceSequence
        000aSQEquivalentConceptualVolumesSequence 000bUIReferencedConceptualVolumeUID
        000cUTConceptualVolumeCombinationExpression 000dUSConceptualVolumeConstituentIndex
        000eCSConceptualVolumeCombinationFlag 000fSTConceptualVolumeCombinationDescription
        0010CSConceptualVolumeSegmentationDefinedFlag
        0011SQConceptualVolumeSegmentationReferenceSequence
        0012SQConceptualVolumeConstituentSegmentationReferenceSequence
        0013UIConstituentConceptualVolumeUID 0014SQDerivationConceptualVolumeSequence
        0015UISourceConceptualVolumeUID 0016SQConceptualVolumeDerivationAlgorithmSequence
        0017STConceptualVolumeDescription 0018SQSourceConceptualVolumeSequence
        0019SQAuthorIdentificationSequence 001aLOManufacturerModelVersion
        001bUCDeviceAlternateIdentifier 001cCSDeviceAlternateIdentifierType
        001dLTDeviceAlternateIdentifierFormat 001eLOSegmentationCreationTemplateLabel
        001fUISegmentationTemplateUID 0020USReferencedSegmentReferenceIndex
        0021SQSegmentReferenceSequence 0022USSegmentReferenceIndex
        0023SQDirectSegmentReferenceSequence 0024SQCombinationSegmentReferenceSequence
        0025SQConceptualVolumeSequence 0026SQSegmentedRTAccessoryDeviceSequence
        0027SQSegmentCharacteristicsSequence 0028SQRelatedSegmentCharacteristicsSequence
        0029USSegmentCharacteristicsPrecedence 002aSQRTSegmentAnnotationSequence
        002bSQSegmentAnnotationCategoryCodeSequence 002cSQSegmentAnnotationTypeCodeSequence
        002dLODeviceLabel 002eSQDeviceTypeCodeSequence
        002fSQSegmentAnnotationTypeModifierCodeSequence
        0030SQPatientEquipmentRelationshipCodeSequence 0031UIReferencedFiducialsUID
        0032SQPatientTreatmentOrientationSequence 0033SHUserContentLabel 0034LOUserContentLongLabel
        0035SHEntityLabel 0036LOEntityName 0037STEntityDescription 0038LOEntityLongLabel
        0039USDeviceIndex 003aUSRTTreatmentPhaseIndex 003bUIRTTreatmentPhaseUID
        003cUSRTPrescriptionIndex 003dUSRTSegmentAnnotationIndex 003eUSBasisRTTreatmentPhaseIndex
        003fUSRelatedRTTreatmentPhaseIndex 0040USReferencedRTTreatmentPhaseIndex
        0041USReferencedRTPrescriptionIndex 0042USReferencedParentRTPrescriptionIndex
        0043STManufacturerDeviceIdentifier
        0044SQInstanceLevelReferencedPerformedProcedureStepSequence
        0045CSRTTreatmentPhaseIntentPresenceFlag 0046CSRadiotherapyTreatmentType
        0047CSTeletherapyRadiationType 0048CSBrachytherapySourceType
        0049SQReferencedRTTreatmentPhaseSequence 004aSQReferencedDirectSegmentInstanceSequence
        004bSQIntendedRTTreatmentPhaseSequence 004cDAIntendedPhaseStartDate
        004dDAIntendedPhaseEndDate 004eSQRTTreatmentPhaseIntervalSequence
        004fCSTemporalRelationshipIntervalAnchor 0050FDMinimumNumberOfIntervalDays
        0051FDMaximumNumberOfIntervalDays 0052UIPertinentSOPClassesInStudy
        0053UIPertinentSOPClassesInSeries 0054LORTPrescriptionLabel
        0055SQRTPhysicianIntentPredecessorSequence 0056LORTTreatmentApproachLabel
        0057SQRTPhysicianIntentSequence 0058USRTPhysicianIntentIndex 0059CSRTTreatmentIntentType
        005aUTRTPhysicianIntentNarrative 005bSQRTProtocolCodeSequence 005cSTReasonForSuperseding
        005dSQRTDiagnosisCodeSequence 005eUSReferencedRTPhysicianIntentIndex
        005fSQRTPhysicianIntentInputInstanceSequence 0060SQRTAnatomicPrescriptionSequence
        0061UTPriorTreatmentDoseDescription 0062SQPriorTreatmentReferenceSequence
        0063CSDosimetricObjectiveEvaluationScope 0064SQTherapeuticRoleCategoryCodeSequence
        0065SQTherapeuticRoleTypeCodeSequence 0066USConceptualVolumeOptimizationPrecedence
        0067SQConceptualVolumeCategoryCodeSequence 0068CSConceptualVolumeBlockingConstraint
        0069SQConceptualVolumeTypeCodeSequence 006aSQConceptualVolumeTypeModifierCodeSequence
        006bSQRTPrescriptionSequence 006cSQDosimetricObjectiveSequence
        006dSQDosimetricObjectiveTypeCodeSequence 006eUIDosimetricObjectiveUID
        006fUIReferencedDosimetricObjectiveUID 0070SQDosimetricObjectiveParameterSequence
        0071SQReferencedDosimetricObjectivesSequence 0073CSAbsoluteDosimetricObjectiveFlag
        0074FDDosimetricObjectiveWeight 0075CSDosimetricObjectivePurpose
        0076SQPlanningInputInformationSequence 0077LOTreatmentSite 0078SQTreatmentSiteCodeSequence
        0079SQFractionPatternSequence 007aUTTreatmentTechniqueNotes 007bUTPrescriptionNotes
        007cISNumberOfIntervalFractions 007dUSNumberOfFractions 007eUSIntendedDeliveryDuration
        007fUTFractionationNotes 0080SQRTTreatmentTechniqueCodeSequence
        0081SQPrescriptionNotesSequence 0082SQFractionBasedRelationshipSequence
        0083CSFractionBasedRelationshipIntervalAnchor 0084FDMinimumHoursBetweenFractions
        0085TMIntendedFractionStartTime 0086LTIntendedStartDayOfWeek
        0087SQWeekdayFractionPatternSequence 0088SQDeliveryTimeStructureCodeSequence
        0089SQTreatmentSiteModifierCodeSequence 0090CSRoboticBaseLocationIndicator
        0091SQRoboticPathNodeSetCodeSequence 0092ULRoboticNodeIdentifier
        0093FDRTTreatmentSourceCoordinates 0094FDRadiationSourceCoordinateSystemYawAngle
        0095FDRadiationSourceCoordinateSystemRollAngle
        0096FDRadiationSourceCoordinateSystemPitchAngle 0097SQRoboticPathControlPointSequence
        0098SQTomotherapeuticControlPointSequence 0099FDTomotherapeuticLeafOpenDurations
        009aFDTomotherapeuticLeafInitialClosedDurations @4000 0010LT~Arbitrary 4000LT~TextComments
        @4008 0040SH~ResultsID 0042LO~ResultsIDIssuer 0050SQ~ReferencedInterpretationSequence
        00ffCS~ReportProductionStatusTrial 0100DA~InterpretationRecordedDate
        0101TM~InterpretationRecordedTime 0102PN~InterpretationRecorder
        0103LO~ReferenceToRecordedSound 0108DA~InterpretationTranscriptionDate
        0109TM~InterpretationTranscriptionTime 010aPN~InterpretationTranscriber
        010bST~InterpretationText 010cPN~InterpretationAuthor 0111SQ~InterpretationApproverSequence
        0112DA~InterpretationApprovalDate 0113TM~InterpretationApprovalTime
        0114PN~PhysicianApprovingInterpretation 0115LT~InterpretationDiagnosisDescription
        0117SQ~InterpretationDiagnosisCodeSequence 0118SQ~ResultsDistributionListSequence
        0119PN~DistributionName 011aLO~DistributionAddress 0200SH~InterpretationID
        0202LO~InterpretationIDIssuer 0210CS~InterpretationTypeID 0212CS~InterpretationStatusID
        0300ST~Impressions 4000ST~ResultsComments @4010 0001CSLowEnergyDetectors
        0002CSHighEnergyDetectors 0004SQDetectorGeometrySequence 1001SQThreatROIVoxelSequence
        1004FLThreatROIBase 1005FLThreatROIExtents 1006OBThreatROIBitmap 1007SHRouteSegmentID
        1008CSGantryType 1009CSOOIOwnerType 100aSQRouteSegmentSequence 1010USPotentialThreatObjectID
        1011SQThreatSequence 1012CSThreatCategory 1013LTThreatCategoryDescription
        1014CSATDAbilityAssessment 1015CSATDAssessmentFlag 1016FLATDAssessmentProbability 1017FLMass
        1018FLDensity 1019FLZEffective 101aSHBoardingPassID 101bFLCenterOfMass 101cFLCenterOfPTO
        101dFLBoundingPolygon 101eSHRouteSegmentStartLocationID 101fSHRouteSegmentEndLocationID
        1020CSRouteSegmentLocationIDType 1021CSAbortReason 1023FLVolumeOfPTO 1024CSAbortFlag
        1025DTRouteSegmentStartTime 1026DTRouteSegmentEndTime 1027CSTDRType
        1028CSInternationalRouteSegment 1029LOThreatDetectionAlgorithmAndVersion
        102aSHAssignedLocation 102bDTAlarmDecisionTime 1031CSAlarmDecision
        1033USNumberOfTotalObjects 1034USNumberOfAlarmObjects 1037SQPTORepresentationSequence
        1038SQATDAssessmentSequence 1039CSTIPType 103aCSDICOSVersion 1041DTOOIOwnerCreationTime
        1042CSOOIType 1043FLOOISize 1044CSAcquisitionStatus 1045SQBasisMaterialsCodeSequence
        1046CSPhantomType 1047SQOOIOwnerSequence 1048CSScanType 1051LOItineraryID
        1052SHItineraryIDType 1053LOItineraryIDAssigningAuthority 1054SHRouteID
        1055SHRouteIDAssigningAuthority 1056CSInboundArrivalType 1058SHCarrierID
        1059CSCarrierIDAssigningAuthority 1060FLSourceOrientation 1061FLSourcePosition
        1062FLBeltHeight 1064SQAlgorithmRoutingCodeSequence 1067CSTransportClassification
        1068LTOOITypeDescriptor 1069FLTotalProcessingTime 106cOBDetectorCalibrationData
        106dCSAdditionalScreeningPerformed 106eCSAdditionalInspectionSelectionCriteria
        106fSQAdditionalInspectionMethodSequence 1070CSAITDeviceType 1071SQQRMeasurementsSequence
        1072SQTargetMaterialSequence 1073FDSNRThreshold 1075DSImageScaleRepresentation
        1076SQReferencedPTOSequence 1077SQReferencedTDRInstanceSequence 1078STPTOLocationDescription
        1079SQAnomalyLocatorIndicatorSequence 107aFLAnomalyLocatorIndicator 107bSQPTORegionSequence
        107cCSInspectionSelectionCriteria 107dSQSecondaryInspectionMethodSequence
        107eDSPRCSToRCSOrientation @4ffe 0001SQMACParametersSequence @5000* 0005US~CurveDimensions
        0010US~NumberOfPoints 0020CS~TypeOfData 0022LO~CurveDescription 0030SH~AxisUnits
        0040SH~AxisLabels 0103US~DataValueRepresentation 0104US~MinimumCoordinateValue
        0105US~MaximumCoordinateValue 0106SH~CurveRange 0110US~CurveDataDescriptor
        0112US~CoordinateStartValue 0114US~CoordinateStepValue 1001CS~CurveActivationLayer
        2000US~AudioType 2002US~AudioSampleFormat 2004US~NumberOfChannels 2006UL~NumberOfSamples
        2008UL~SampleRate 200aUL~TotalTime 200cOW~AudioSampleData 200eLT~AudioComments
        2500LO~CurveLabel 2600SQ~CurveReferencedOverlaySequence 2610US~CurveReferencedOverlayGroup
        3000OW~CurveData @5200 9229SQSharedFunctionalGroupsSequence
        9230SQPerFrameFunctionalGroupsSequence @5400 0100SQWaveformSequence
        0110OWChannelMinimumValue 0112OWChannelMaximumValue 1004USWaveformBitsAllocated
        1006CSWaveformSampleInterpretation 100aOWWaveformPaddingValue 1010OWWaveformData @5600
        0010OFFirstOrderPhaseCorrectionAngle 0020OFSpectroscopyData @6000* 0010USOverlayRows
        0011USOverlayColumns 0012US~OverlayPlanes 0015ISNumberOfFramesInOverlay
        0022LOOverlayDescription 0040CSOverlayType 0045LOOverlaySubtype 0050SSOverlayOrigin
        0051USImageFrameOrigin 0052US~OverlayPlaneOrigin 0060CS~OverlayCompressionCode
        0061SH~OverlayCompressionOriginator 0062SH~OverlayCompressionLabel
        0063CS~OverlayCompressionDescription 0066AT~OverlayCompressionStepPointers
        0068US~OverlayRepeatInterval 0069US~OverlayBitsGrouped 0100USOverlayBitsAllocated
        0102USOverlayBitPosition 0110CS~OverlayFormat 0200US~OverlayLocation 0800CS~OverlayCodeLabel
        0802US~OverlayNumberOfTables 0803AT~OverlayCodeTableLocation 0804US~OverlayBitsForCodeWord
        1001CSOverlayActivationLayer 1100US~OverlayDescriptorGray 1101US~OverlayDescriptorRed
        1102US~OverlayDescriptorGreen 1103US~OverlayDescriptorBlue 1200US~OverlaysGray
        1201US~OverlaysRed 1202US~OverlaysGreen 1203US~OverlaysBlue 1301ISROIArea 1302DSROIMean
        1303DSROIStandardDeviation 1500LOOverlayLabel 3000OWOverlayData 4000LT~OverlayComments
        @7f00* 0010OW~VariablePixelData 0011US~VariableNextDataGroup 0020OW~VariableCoefficientsSDVN
        0030OW~VariableCoefficientsSDHN 0040OW~VariableCoefficientsSDDN @7fe0
        0001OVExtendedOffsetTable 0002OVExtendedOffsetTableLengths 0008OFFloatPixelData
        0009ODDoubleFloatPixelData 0010OWPixelData 0020OW~CoefficientsSDVN 0030OW~CoefficientsSDHN
        0040OW~CoefficientsSDDN @fffa fffaSQDigitalSignaturesSequence @fffc
        fffcOBDataSetTrailingPadding @fffe e000UNItem e00dUNItemDelimitationItem
        e0ddUNSequenceDelimitationItem
        """
}
