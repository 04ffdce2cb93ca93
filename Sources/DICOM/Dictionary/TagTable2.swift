// Made by Tests/Fuzz/oracle/dicom-dictionary.py; do not edit.

extension TagTable {
    static let part2 = """
        9087FDDiffusionBValue 9089FDDiffusionGradientOrientation 9090FDVelocityEncodingDirection
        9091FDVelocityEncodingMinimumValue 9092SQVelocityEncodingAcquisitionSequence
        9093USNumberOfKSpaceTrajectories 9094CSCoverageOfKSpace
        9095ULSpectroscopyAcquisitionPhaseRows 9096FD~ParallelReductionFactorInPlaneRetired
        9098FDTransmitterFrequency 9100CSResonantNucleus 9101CSFrequencyCorrection
        9103SQMRSpectroscopyFOVGeometrySequence 9104FDSlabThickness 9105FDSlabOrientation
        9106FDMidSlabPosition 9107SQMRSpatialSaturationSequence
        9112SQMRTimingAndRelatedParametersSequence 9114SQMREchoSequence 9115SQMRModifierSequence
        9117SQMRDiffusionSequence 9118SQCardiacSynchronizationSequence 9119SQMRAveragesSequence
        9125SQMRFOVGeometrySequence 9126SQVolumeLocalizationSequence
        9127ULSpectroscopyAcquisitionDataColumns 9147CSDiffusionAnisotropyType
        9151DTFrameReferenceDateTime 9152SQMRMetaboliteMapSequence
        9155FDParallelReductionFactorOutOfPlane 9159ULSpectroscopyAcquisitionOutOfPlanePhaseSteps
        9166CS~BulkMotionStatus 9168FDParallelReductionFactorSecondInPlane
        9169CSCardiacBeatRejectionTechnique 9170CSRespiratoryMotionCompensationTechnique
        9171CSRespiratorySignalSource 9172CSBulkMotionCompensationTechnique
        9173CSBulkMotionSignalSource 9174CSApplicableSafetyStandardAgency
        9175LOApplicableSafetyStandardDescription 9176SQOperatingModeSequence
        9177CSOperatingModeType 9178CSOperatingMode 9179CSSpecificAbsorptionRateDefinition
        9180CSGradientOutputType 9181FDSpecificAbsorptionRateValue 9182FDGradientOutput
        9183CSFlowCompensationDirection 9184FDTaggingDelay
        9185STRespiratoryMotionCompensationTechniqueDescription 9186SHRespiratorySignalSourceID
        9195FD~ChemicalShiftMinimumIntegrationLimitInHz
        9196FD~ChemicalShiftMaximumIntegrationLimitInHz 9197SQMRVelocityEncodingSequence
        9198CSFirstOrderPhaseCorrection 9199CSWaterReferencedPhaseCorrection
        9200CSMRSpectroscopyAcquisitionType 9214CSRespiratoryCyclePosition
        9217FDVelocityEncodingMaximumValue 9218FDTagSpacingSecondDimension 9219SSTagAngleSecondAxis
        9220FDFrameAcquisitionDuration 9226SQMRImageFrameTypeSequence
        9227SQMRSpectroscopyFrameTypeSequence 9231USMRAcquisitionPhaseEncodingStepsInPlane
        9232USMRAcquisitionPhaseEncodingStepsOutOfPlane 9234ULSpectroscopyAcquisitionPhaseColumns
        9236CSCardiacCyclePosition 9239SQSpecificAbsorptionRateSequence 9240USRFEchoTrainLength
        9241USGradientEchoTrainLength 9250CSArterialSpinLabelingContrast
        9251SQMRArterialSpinLabelingSequence 9252LOASLTechniqueDescription 9253USASLSlabNumber
        9254FDASLSlabThickness 9255FDASLSlabOrientation 9256FDASLMidSlabPosition 9257CSASLContext
        9258ULASLPulseTrainDuration 9259CSASLCrusherFlag 925aFDASLCrusherFlowLimit
        925bLOASLCrusherDescription 925cCSASLBolusCutoffFlag 925dSQASLBolusCutoffTimingSequence
        925eLOASLBolusCutoffTechnique 925fULASLBolusCutoffDelayTime 9260SQASLSlabSequence
        9295FDChemicalShiftMinimumIntegrationLimitInppm
        9296FDChemicalShiftMaximumIntegrationLimitInppm 9297CSWaterReferenceAcquisition
        9298ISEchoPeakPosition 9301SQCTAcquisitionTypeSequence 9302CSAcquisitionType 9303FDTubeAngle
        9304SQCTAcquisitionDetailsSequence 9305FDRevolutionTime 9306FDSingleCollimationWidth
        9307FDTotalCollimationWidth 9308SQCTTableDynamicsSequence 9309FDTableSpeed
        9310FDTableFeedPerRotation 9311FDSpiralPitchFactor 9312SQCTGeometrySequence
        9313FDDataCollectionCenterPatient 9314SQCTReconstructionSequence
        9315CSReconstructionAlgorithm 9316CSConvolutionKernelGroup 9317FDReconstructionFieldOfView
        9318FDReconstructionTargetCenterPatient 9319FDReconstructionAngle 9320SHImageFilter
        9321SQCTExposureSequence 9322FDReconstructionPixelSpacing 9323CSExposureModulationType
        9324FD~EstimatedDoseSaving 9325SQCTXRayDetailsSequence 9326SQCTPositionSequence
        9327FDTablePosition 9328FDExposureTimeInms 9329SQCTImageFrameTypeSequence
        9330FDXRayTubeCurrentInmA 9332FDExposureInmAs 9333CSConstantVolumeFlag 9334CSFluoroscopyFlag
        9335FDDistanceSourceToDataCollectionCenter 9337USContrastBolusAgentNumber
        9338SQContrastBolusIngredientCodeSequence 9340SQContrastAdministrationProfileSequence
        9341SQContrastBolusUsageSequence 9342CSContrastBolusAgentAdministered
        9343CSContrastBolusAgentDetected 9344CSContrastBolusAgentPhase 9345FDCTDIvol
        9346SQCTDIPhantomTypeCodeSequence 9351FLCalciumScoringMassFactorPatient
        9352FLCalciumScoringMassFactorDevice 9353FLEnergyWeightingFactor
        9360SQCTAdditionalXRaySourceSequence 9361CSMultienergyCTAcquisition
        9362SQMultienergyCTAcquisitionSequence 9363SQMultienergyCTProcessingSequence
        9364SQMultienergyCTCharacteristicsSequence 9365SQMultienergyCTXRaySourceSequence
        9366USXRaySourceIndex 9367UCXRaySourceID 9368CSMultienergySourceTechnique
        9369DTSourceStartDateTime 936aDTSourceEndDateTime 936bUSSwitchingPhaseNumber
        936cDSSwitchingPhaseNominalDuration 936dDSSwitchingPhaseTransitionDuration
        936eDSEffectiveBinEnergy 936fSQMultienergyCTXRayDetectorSequence 9370USXRayDetectorIndex
        9371UCXRayDetectorID 9372CSMultienergyDetectorType 9373STXRayDetectorLabel
        9374DSNominalMaxEnergy 9375DSNominalMinEnergy 9376USReferencedXRayDetectorIndex
        9377USReferencedXRaySourceIndex 9378USReferencedPathIndex 9379SQMultienergyCTPathSequence
        937aUSMultienergyCTPathIndex 937bUTMultienergyAcquisitionDescription
        937cFDMonoenergeticEnergyEquivalent 937dSQMaterialCodeSequence 937eCSDecompositionMethod
        937fUTDecompositionDescription 9380SQDecompositionAlgorithmIdentificationSequence
        9381SQDecompositionMaterialSequence 9382SQMaterialAttenuationSequence 9383DSPhotonEnergy
        9384DSXRayMassAttenuationCoefficient 9401SQProjectionPixelCalibrationSequence
        9402FLDistanceSourceToIsocenter 9403FLDistanceObjectToTableTop
        9404FLObjectPixelSpacingInCenterOfBeam 9405SQPositionerPositionSequence
        9406SQTablePositionSequence 9407SQCollimatorShapeSequence 9410CSPlanesInAcquisition
        9412SQXAXRFFrameCharacteristicsSequence 9417SQFrameAcquisitionSequence
        9420CSXRayReceptorType 9423LOAcquisitionProtocolName 9424LTAcquisitionProtocolDescription
        9425CSContrastBolusIngredientOpaque 9426FLDistanceReceptorPlaneToDetectorHousing
        9427CSIntensifierActiveShape 9428FLIntensifierActiveDimensions 9429FLPhysicalDetectorSize
        9430FLPositionOfIsocenterProjection 9432SQFieldOfViewSequence 9433LOFieldOfViewDescription
        9434SQExposureControlSensingRegionsSequence 9435CSExposureControlSensingRegionShape
        9436SSExposureControlSensingRegionLeftVerticalEdge
        9437SSExposureControlSensingRegionRightVerticalEdge
        9438SSExposureControlSensingRegionUpperHorizontalEdge
        9439SSExposureControlSensingRegionLowerHorizontalEdge
        9440SSCenterOfCircularExposureControlSensingRegion
        9441USRadiusOfCircularExposureControlSensingRegion
        9442SSVerticesOfThePolygonalExposureControlSensingRegion 9447FLColumnAngulationPatient
        9449FLBeamAngle 9451SQFrameDetectorParametersSequence 9452FLCalculatedAnatomyThickness
        9455SQCalibrationSequence 9456SQObjectThicknessSequence 9457CSPlaneIdentification
        9461FLFieldOfViewDimensionsInFloat 9462SQIsocenterReferenceSystemSequence
        9463FLPositionerIsocenterPrimaryAngle 9464FLPositionerIsocenterSecondaryAngle
        9465FLPositionerIsocenterDetectorRotationAngle 9466FLTableXPositionToIsocenter
        9467FLTableYPositionToIsocenter 9468FLTableZPositionToIsocenter
        9469FLTableHorizontalRotationAngle 9470FLTableHeadTiltAngle 9471FLTableCradleTiltAngle
        9472SQFrameDisplayShutterSequence 9473FLAcquiredImageAreaDoseProduct
        9474CSCArmPositionerTabletopRelationship 9476SQXRayGeometrySequence
        9477SQIrradiationEventIdentificationSequence 9504SQXRay3DFrameTypeSequence
        9506SQContributingSourcesSequence 9507SQXRay3DAcquisitionSequence
        9508FLPrimaryPositionerScanArc 9509FLSecondaryPositionerScanArc
        9510FLPrimaryPositionerScanStartAngle 9511FLSecondaryPositionerScanStartAngle
        9514FLPrimaryPositionerIncrement 9515FLSecondaryPositionerIncrement
        9516DTStartAcquisitionDateTime 9517DTEndAcquisitionDateTime
        9518SSPrimaryPositionerIncrementSign 9519SSSecondaryPositionerIncrementSign
        9524LOApplicationName 9525LOApplicationVersion 9526LOApplicationManufacturer
        9527CSAlgorithmType 9528LOAlgorithmDescription 9530SQXRay3DReconstructionSequence
        9531LOReconstructionDescription 9538SQPerProjectionAcquisitionSequence
        9541SQDetectorPositionSequence 9542SQXRayAcquisitionDoseSequence
        9543FDXRaySourceIsocenterPrimaryAngle 9544FDXRaySourceIsocenterSecondaryAngle
        9545FDBreastSupportIsocenterPrimaryAngle 9546FDBreastSupportIsocenterSecondaryAngle
        9547FDBreastSupportXPositionToIsocenter 9548FDBreastSupportYPositionToIsocenter
        9549FDBreastSupportZPositionToIsocenter 9550FDDetectorIsocenterPrimaryAngle
        9551FDDetectorIsocenterSecondaryAngle 9552FDDetectorXPositionToIsocenter
        9553FDDetectorYPositionToIsocenter 9554FDDetectorZPositionToIsocenter 9555SQXRayGridSequence
        9556SQXRayFilterSequence 9557FDDetectorActiveAreaTLHCPosition
        9558FDDetectorActiveAreaOrientation 9559CSPositionerPrimaryAngleDirection
        9601SQDiffusionBMatrixSequence 9602FDDiffusionBValueXX 9603FDDiffusionBValueXY
        9604FDDiffusionBValueXZ 9605FDDiffusionBValueYY 9606FDDiffusionBValueYZ
        9607FDDiffusionBValueZZ 9621SQFunctionalMRSequence
        9622CSFunctionalSettlingPhaseFramesPresent 9623DTFunctionalSyncPulse
        9624CSSettlingPhaseFrame 9701DTDecayCorrectionDateTime 9715FDStartDensityThreshold
        9716FDStartRelativeDensityDifferenceThreshold 9717FDStartCardiacTriggerCountThreshold
        9718FDStartRespiratoryTriggerCountThreshold 9719FDTerminationCountsThreshold
        9720FDTerminationDensityThreshold 9721FDTerminationRelativeDensityThreshold
        9722FDTerminationTimeThreshold 9723FDTerminationCardiacTriggerCountThreshold
        9724FDTerminationRespiratoryTriggerCountThreshold 9725CSDetectorGeometry
        9726FDTransverseDetectorSeparation 9727FDAxialDetectorDimension
        9729USRadiopharmaceuticalAgentNumber 9732SQPETFrameAcquisitionSequence
        9733SQPETDetectorMotionDetailsSequence 9734SQPETTableDynamicsSequence
        9735SQPETPositionSequence 9736SQPETFrameCorrectionFactorsSequence
        9737SQRadiopharmaceuticalUsageSequence 9738CSAttenuationCorrectionSource
        9739USNumberOfIterations 9740USNumberOfSubsets 9749SQPETReconstructionSequence
        9751SQPETFrameTypeSequence 9755CSTimeOfFlightInformationUsed 9756CSReconstructionType
        9758CSDecayCorrected 9759CSAttenuationCorrected 9760CSScatterCorrected
        9761CSDeadTimeCorrected 9762CSGantryMotionCorrected 9763CSPatientMotionCorrected
        9764CSCountLossNormalizationCorrected 9765CSRandomsCorrected
        9766CSNonUniformRadialSamplingCorrected 9767CSSensitivityCalibrated
        9768CSDetectorNormalizationCorrection 9769CSIterativeReconstructionMethod
        9770CSAttenuationCorrectionTemporalRelationship 9771SQPatientPhysiologicalStateSequence
        9772SQPatientPhysiologicalStateCodeSequence 9801FDDepthsOfFocus
        9803SQExcludedIntervalsSequence 9804DTExclusionStartDateTime 9805FDExclusionDuration
        9806SQUSImageDescriptionSequence 9807SQImageDataTypeSequence 9808CSDataType
        9809SQTransducerScanPatternCodeSequence 980bCSAliasedDataType
        980cCSPositionMeasuringDeviceUsed 980dSQTransducerGeometryCodeSequence
        980eSQTransducerBeamSteeringCodeSequence 980fSQTransducerApplicationCodeSequence
        9810USZeroVelocityPixelValue 9900LOReferenceLocationLabel 9901UTReferenceLocationDescription
        9902SQReferenceBasisCodeSequence 9903SQReferenceGeometryCodeSequence 9904DSOffsetDistance
        9905CSOffsetDirection 9906SQPotentialScheduledProtocolCodeSequence
        9907SQPotentialRequestedProcedureCodeSequence 9908UCPotentialReasonsForProcedure
        9909SQPotentialReasonsForProcedureCodeSequence 990aUCPotentialDiagnosticTasks
        990bSQContraindicationsCodeSequence 990cSQReferencedDefinedProtocolSequence
        990dSQReferencedPerformedProtocolSequence 990eSQPredecessorProtocolSequence
        990fUTProtocolPlanningInformation 9910UTProtocolDesignRationale
        9911SQPatientSpecificationSequence 9912SQModelSpecificationSequence
        9913SQParametersSpecificationSequence 9914SQInstructionSequence 9915USInstructionIndex
        9916LOInstructionText 9917UTInstructionDescription 9918CSInstructionPerformedFlag
        9919DTInstructionPerformedDateTime 991aUTInstructionPerformanceComment
        991bSQPatientPositioningInstructionSequence 991cSQPositioningMethodCodeSequence
        991dSQPositioningLandmarkSequence 991eUITargetFrameOfReferenceUID
        991fSQAcquisitionProtocolElementSpecificationSequence
        9920SQAcquisitionProtocolElementSequence 9921USProtocolElementNumber
        9922LOProtocolElementName 9923UTProtocolElementCharacteristicsSummary
        9924UTProtocolElementPurpose 9930CSAcquisitionMotion 9931SQAcquisitionStartLocationSequence
        9932SQAcquisitionEndLocationSequence
        9933SQReconstructionProtocolElementSpecificationSequence
        9934SQReconstructionProtocolElementSequence
        9935SQStorageProtocolElementSpecificationSequence 9936SQStorageProtocolElementSequence
        9937LORequestedSeriesDescription 9938USSourceAcquisitionProtocolElementNumber
        9939USSourceAcquisitionBeamNumber 993aUSSourceReconstructionProtocolElementNumber
        993bSQReconstructionStartLocationSequence 993cSQReconstructionEndLocationSequence
        993dSQReconstructionAlgorithmSequence 993eSQReconstructionTargetCenterLocationSequence
        9941UTImageFilterDescription 9942FDCTDIvolNotificationTrigger 9943FDDLPNotificationTrigger
        9944CSAutoKVPSelectionType 9945FDAutoKVPUpperBound 9946FDAutoKVPLowerBound
        9947CSProtocolDefinedPatientPosition a001SQContributingEquipmentSequence
        a002DTContributionDateTime a003STContributionDescription @0020 000dUIStudyInstanceUID
        000eUISeriesInstanceUID 0010SHStudyID 0011ISSeriesNumber 0012ISAcquisitionNumber
        0013ISInstanceNumber 0014IS~IsotopeNumber 0015IS~PhaseNumber 0016IS~IntervalNumber
        0017IS~TimeSlotNumber 0018IS~AngleNumber 0019ISItemNumber 0020CSPatientOrientation
        0022IS~OverlayNumber 0024IS~CurveNumber 0026IS~LUTNumber 0027LOPyramidLabel
        0030DS~ImagePosition 0032DSImagePositionPatient 0035DS~ImageOrientation
        0037DSImageOrientationPatient 0050DS~Location 0052UIFrameOfReferenceUID 0060CSLaterality
        0062CSImageLaterality 0070LO~ImageGeometryType 0080CS~MaskingImage 00aaIS~ReportNumber
        0100ISTemporalPositionIdentifier 0105ISNumberOfTemporalPositions 0110DSTemporalResolution
        0200UISynchronizationFrameOfReferenceUID 0242UISOPInstanceUIDOfConcatenationSource
        1000IS~SeriesInStudy 1001IS~AcquisitionsInSeries 1002ISImagesInAcquisition
        1003IS~ImagesInSeries 1004IS~AcquisitionsInStudy 1005IS~ImagesInStudy 1020LO~Reference
        103fLOTargetPositionReferenceIndicator 1040LOPositionReferenceIndicator 1041DSSliceLocation
        1070IS~OtherStudyNumbers 1200ISNumberOfPatientRelatedStudies
        1202ISNumberOfPatientRelatedSeries 1204ISNumberOfPatientRelatedInstances
        1206ISNumberOfStudyRelatedSeries 1208ISNumberOfStudyRelatedInstances
        1209ISNumberOfSeriesRelatedInstances 3100CS~SourceImageIDs 3401CS~ModifyingDeviceID
        3402CS~ModifiedImageID 3403DA~ModifiedImageDate 3404LO~ModifyingDeviceManufacturer
        3405TM~ModifiedImageTime 3406LO~ModifiedImageDescription 4000LTImageComments
        5000AT~OriginalImageIdentification 5002LO~OriginalImageIdentificationNomenclature
        9056SHStackID 9057ULInStackPositionNumber 9071SQFrameAnatomySequence 9072CSFrameLaterality
        9111SQFrameContentSequence 9113SQPlanePositionSequence 9116SQPlaneOrientationSequence
        9128ULTemporalPositionIndex 9153FDNominalCardiacTriggerDelayTime
        9154FLNominalCardiacTriggerTimePriorToRPeak 9155FLActualCardiacTriggerTimePriorToRPeak
        9156USFrameAcquisitionNumber 9157ULDimensionIndexValues 9158LTFrameComments
        9161UIConcatenationUID 9162USInConcatenationNumber 9163USInConcatenationTotalNumber
        9164UIDimensionOrganizationUID 9165ATDimensionIndexPointer 9167ATFunctionalGroupPointer
        9170SQUnassignedSharedConvertedAttributesSequence
        9171SQUnassignedPerFrameConvertedAttributesSequence 9172SQConversionSourceAttributesSequence
        9213LODimensionIndexPrivateCreator 9221SQDimensionOrganizationSequence
        9222SQDimensionIndexSequence 9228ULConcatenationFrameOffsetNumber
        9238LOFunctionalGroupPrivateCreator 9241FLNominalPercentageOfCardiacPhase
        9245FLNominalPercentageOfRespiratoryPhase 9246FLStartingRespiratoryAmplitude
        9247CSStartingRespiratoryPhase 9248FLEndingRespiratoryAmplitude 9249CSEndingRespiratoryPhase
        9250CSRespiratoryTriggerType 9251FDRRIntervalTimeNominal 9252FDActualCardiacTriggerDelayTime
        9253SQRespiratorySynchronizationSequence 9254FDRespiratoryIntervalTime
        9255FDNominalRespiratoryTriggerDelayTime 9256FDRespiratoryTriggerDelayThreshold
        9257FDActualRespiratoryTriggerDelayTime 9301FDImagePositionVolume
        9302FDImageOrientationVolume 9307CSUltrasoundAcquisitionGeometry 9308FDApexPosition
        9309FDVolumeToTransducerMappingMatrix 930aFDVolumeToTableMappingMatrix
        930bCSVolumeToTransducerRelationship 930cCSPatientFrameOfReferenceSource
        930dFDTemporalPositionTimeOffset 930eSQPlanePositionVolumeSequence
        930fSQPlaneOrientationVolumeSequence 9310SQTemporalPositionSequence
        9311CSDimensionOrganizationType 9312UIVolumeFrameOfReferenceUID
        9313UITableFrameOfReferenceUID 9421LODimensionDescriptionLabel
        9450SQPatientOrientationInFrameSequence 9453LOFrameLabel 9518USAcquisitionIndex
        9529SQContributingSOPInstancesReferenceSequence 9536USReconstructionIndex @0022
        0001USLightPathFilterPassThroughWavelength 0002USLightPathFilterPassBand
        0003USImagePathFilterPassThroughWavelength 0004USImagePathFilterPassBand
        0005CSPatientEyeMovementCommanded 0006SQPatientEyeMovementCommandCodeSequence
        0007FLSphericalLensPower 0008FLCylinderLensPower 0009FLCylinderAxis
        000aFLEmmetropicMagnification 000bFLIntraOcularPressure 000cFLHorizontalFieldOfView
        000dCSPupilDilated 000eFLDegreeOfDilation 0010FLStereoBaselineAngle
        0011FLStereoBaselineDisplacement 0012FLStereoHorizontalPixelOffset
        0013FLStereoVerticalPixelOffset 0014FLStereoRotation 0015SQAcquisitionDeviceTypeCodeSequence
        0016SQIlluminationTypeCodeSequence 0017SQLightPathFilterTypeStackCodeSequence
        0018SQImagePathFilterTypeStackCodeSequence 0019SQLensesCodeSequence
        001aSQChannelDescriptionCodeSequence 001bSQRefractiveStateSequence
        001cSQMydriaticAgentCodeSequence 001dSQRelativeImagePositionCodeSequence
        001eFLCameraAngleOfView 0020SQStereoPairsSequence 0021SQLeftImageSequence
        0022SQRightImageSequence 0028CSStereoPairsPresent 0030FLAxialLengthOfTheEye
        0031SQOphthalmicFrameLocationSequence 0032FLReferenceCoordinates
        0035FLDepthSpatialResolution 0036FLMaximumDepthDistortion 0037FLAlongScanSpatialResolution
        0038FLMaximumAlongScanDistortion 0039CSOphthalmicImageOrientation
        0041FLDepthOfTransverseImage 0042SQMydriaticAgentConcentrationUnitsSequence
        0048FLAcrossScanSpatialResolution 0049FLMaximumAcrossScanDistortion
        004eDSMydriaticAgentConcentration 0055FLIlluminationWaveLength 0056FLIlluminationPower
        0057FLIlluminationBandwidth 0058SQMydriaticAgentSequence
        1007SQOphthalmicAxialMeasurementsRightEyeSequence
        1008SQOphthalmicAxialMeasurementsLeftEyeSequence 1009CSOphthalmicAxialMeasurementsDeviceType
        1010CSOphthalmicAxialLengthMeasurementsType 1012SQOphthalmicAxialLengthSequence
        1019FLOphthalmicAxialLength 1024SQLensStatusCodeSequence 1025SQVitreousStatusCodeSequence
        1028SQIOLFormulaCodeSequence 1029LOIOLFormulaDetail 1033FLKeratometerIndex
        1035SQSourceOfOphthalmicAxialLengthCodeSequence 1036SQSourceOfCornealSizeDataCodeSequence
        1037FLTargetRefraction 1039CSRefractiveProcedureOccurred
        1040SQRefractiveSurgeryTypeCodeSequence 1044SQOphthalmicUltrasoundMethodCodeSequence
        1045SQSurgicallyInducedAstigmatismSequence 1046CSTypeOfOpticalCorrection
        1047SQToricIOLPowerSequence 1048SQPredictedToricErrorSequence
        1049CSPreSelectedForImplantation 104aSQToricIOLPowerForExactEmmetropiaSequence
        104bSQToricIOLPowerForExactTargetRefractionSequence
        1050SQOphthalmicAxialLengthMeasurementsSequence 1053FLIOLPower
        1054FLPredictedRefractiveError 1059FLOphthalmicAxialLengthVelocity
        1065LOLensStatusDescription 1066LOVitreousStatusDescription 1090SQIOLPowerSequence
        1092SQLensConstantSequence 1093LOIOLManufacturer 1094LO~LensConstantDescription
        1095LOImplantName 1096SQKeratometryMeasurementTypeCodeSequence 1097LOImplantPartNumber
        1100SQReferencedOphthalmicAxialMeasurementsSequence
        1101SQOphthalmicAxialLengthMeasurementsSegmentNameCodeSequence
        1103SQRefractiveErrorBeforeRefractiveSurgeryCodeSequence 1121FLIOLPowerForExactEmmetropia
        1122FLIOLPowerForExactTargetRefraction 1125SQAnteriorChamberDepthDefinitionCodeSequence
        1127SQLensThicknessSequence 1128SQAnteriorChamberDepthSequence
        112aSQCalculationCommentSequence 112bCSCalculationCommentType 112cLTCalculationComment
        1130FLLensThickness 1131FLAnteriorChamberDepth 1132SQSourceOfLensThicknessDataCodeSequence
        1133SQSourceOfAnteriorChamberDepthDataCodeSequence
        1134SQSourceOfRefractiveMeasurementsSequence
        1135SQSourceOfRefractiveMeasurementsCodeSequence
        1140CSOphthalmicAxialLengthMeasurementModified
        1150SQOphthalmicAxialLengthDataSourceCodeSequence
        1153SQ~OphthalmicAxialLengthAcquisitionMethodCodeSequence 1155FLSignalToNoiseRatio
        1159LOOphthalmicAxialLengthDataSourceDescription
        1210SQOphthalmicAxialLengthMeasurementsTotalLengthSequence
        1211SQOphthalmicAxialLengthMeasurementsSegmentalLengthSequence
        1212SQOphthalmicAxialLengthMeasurementsLengthSummationSequence
        1220SQUltrasoundOphthalmicAxialLengthMeasurementsSequence
        1225SQOpticalOphthalmicAxialLengthMeasurementsSequence
        1230SQUltrasoundSelectedOphthalmicAxialLengthSequence
        1250SQOphthalmicAxialLengthSelectionMethodCodeSequence
        1255SQOpticalSelectedOphthalmicAxialLengthSequence
        1257SQSelectedSegmentalOphthalmicAxialLengthSequence
        1260SQSelectedTotalOphthalmicAxialLengthSequence
        1262SQOphthalmicAxialLengthQualityMetricSequence
        1265SQ~OphthalmicAxialLengthQualityMetricTypeCodeSequence
        1273LO~OphthalmicAxialLengthQualityMetricTypeDescription
        1300SQIntraocularLensCalculationsRightEyeSequence
        1310SQIntraocularLensCalculationsLeftEyeSequence
        1330SQReferencedOphthalmicAxialLengthMeasurementQCImageSequence
        1415CSOphthalmicMappingDeviceType 1420SQAcquisitionMethodCodeSequence
        1423SQAcquisitionMethodAlgorithmSequence 1436SQOphthalmicThicknessMapTypeCodeSequence
        1443SQOphthalmicThicknessMappingNormalsSequence 1445SQRetinalThicknessDefinitionCodeSequence
        1450SQPixelValueMappingToCodedConceptSequence 1452USMappedPixelValue
        1454LOPixelValueMappingExplanation 1458SQOphthalmicThicknessMapQualityThresholdSequence
        1460FLOphthalmicThicknessMapThresholdQualityRating 1463FLAnatomicStructureReferencePoint
        1465SQRegistrationToLocalizerSequence 1466CSRegisteredLocalizerUnits
        1467FLRegisteredLocalizerTopLeftHandCorner 1468FLRegisteredLocalizerBottomRightHandCorner
        1470SQOphthalmicThicknessMapQualityRatingSequence 1472SQRelevantOPTAttributesSequence
        1512SQTransformationMethodCodeSequence 1513SQTransformationAlgorithmSequence
        1515CSOphthalmicAxialLengthMethod 1517FLOphthalmicFOV
        1518SQTwoDimensionalToThreeDimensionalMapSequence
        1525SQWideFieldOphthalmicPhotographyQualityRatingSequence
        1526SQWideFieldOphthalmicPhotographyQualityThresholdSequence
        1527FLWideFieldOphthalmicPhotographyThresholdQualityRating
        1528FLXCoordinatesCenterPixelViewAngle 1529FLYCoordinatesCenterPixelViewAngle
        1530ULNumberOfMapPoints 1531OFTwoDimensionalToThreeDimensionalMapData
        1612SQDerivationAlgorithmSequence 1615SQOphthalmicImageTypeCodeSequence
        1616LOOphthalmicImageTypeDescription 1618SQScanPatternTypeCodeSequence
        1620SQReferencedSurfaceMeshIdentificationSequence 1622CSOphthalmicVolumetricPropertiesFlag
        1624FLOphthalmicAnatomicReferencePointXCoordinate
        1626FLOphthalmicAnatomicReferencePointYCoordinate
        1628SQOphthalmicEnFaceImageQualityRatingSequence 1630DSQualityThreshold
        1640SQOCTBscanAnalysisAcquisitionParametersSequence 1642ULNumberOfBscansPerFrame
        1643FLBscanSlabThickness 1644FLDistanceBetweenBscanSlabs 1645FLBscanCycleTime
        1646FLBscanCycleTimeVector 1649FLAscanRate 1650FLBscanRate 1658ULSurfaceMeshZPixelOffset
        @0024 0010FLVisualFieldHorizontalExtent 0011FLVisualFieldVerticalExtent
        0012CSVisualFieldShape 0016SQScreeningTestModeCodeSequence 0018FLMaximumStimulusLuminance
        0020FLBackgroundLuminance 0021SQStimulusColorCodeSequence
        0024SQBackgroundIlluminationColorCodeSequence 0025FLStimulusArea
        0028FLStimulusPresentationTime 0032SQFixationSequence 0033SQFixationMonitoringCodeSequence
        0034SQVisualFieldCatchTrialSequence 0035USFixationCheckedQuantity
        0036USPatientNotProperlyFixatedQuantity 0037CSPresentedVisualStimuliDataFlag
        0038USNumberOfVisualStimuli 0039CSExcessiveFixationLossesDataFlag
        0040CSExcessiveFixationLosses 0042USStimuliRetestingQuantity
        0044LTCommentsOnPatientPerformanceOfVisualField 0045CSFalseNegativesEstimateFlag
        0046FLFalseNegativesEstimate 0048USNegativeCatchTrialsQuantity 0050USFalseNegativesQuantity
        0051CSExcessiveFalseNegativesDataFlag 0052CSExcessiveFalseNegatives
        0053CSFalsePositivesEstimateFlag 0054FLFalsePositivesEstimate 0055CSCatchTrialsDataFlag
        0056USPositiveCatchTrialsQuantity 0057CSTestPointNormalsDataFlag
        0058SQTestPointNormalsSequence 0059CSGlobalDeviationProbabilityNormalsFlag
        0060USFalsePositivesQuantity 0061CSExcessiveFalsePositivesDataFlag
        0062CSExcessiveFalsePositives 0063CSVisualFieldTestNormalsFlag 0064SQResultsNormalsSequence
        0065SQAgeCorrectedSensitivityDeviationAlgorithmSequence 0066FLGlobalDeviationFromNormal
        0067SQGeneralizedDefectSensitivityDeviationAlgorithmSequence
        0068FLLocalizedDeviationFromNormal 0069LOPatientReliabilityIndicator
        0070FLVisualFieldMeanSensitivity 0071FLGlobalDeviationProbability
        0072CSLocalDeviationProbabilityNormalsFlag 0073FLLocalizedDeviationProbability
        0074CSShortTermFluctuationCalculated 0075FLShortTermFluctuation
        0076CSShortTermFluctuationProbabilityCalculated 0077FLShortTermFluctuationProbability
        0078CSCorrectedLocalizedDeviationFromNormalCalculated
        0079FLCorrectedLocalizedDeviationFromNormal
        0080CSCorrectedLocalizedDeviationFromNormalProbabilityCalculated
        0081FLCorrectedLocalizedDeviationFromNormalProbability
        0083SQGlobalDeviationProbabilitySequence 0085SQLocalizedDeviationProbabilitySequence
        0086CSFovealSensitivityMeasured 0087FLFovealSensitivity 0088FLVisualFieldTestDuration
        0089SQVisualFieldTestPointSequence 0090FLVisualFieldTestPointXCoordinate
        0091FLVisualFieldTestPointYCoordinate 0092FLAgeCorrectedSensitivityDeviationValue
        0093CSStimulusResults 0094FLSensitivityValue 0095CSRetestStimulusSeen
        0096FLRetestSensitivityValue 0097SQVisualFieldTestPointNormalsSequence
        0098FLQuantifiedDefect 0100FLAgeCorrectedSensitivityDeviationProbabilityValue
        0102CSGeneralizedDefectCorrectedSensitivityDeviationFlag
        0103FLGeneralizedDefectCorrectedSensitivityDeviationValue
        0104FLGeneralizedDefectCorrectedSensitivityDeviationProbabilityValue
        0105FLMinimumSensitivityValue 0106CSBlindSpotLocalized 0107FLBlindSpotXCoordinate
        0108FLBlindSpotYCoordinate 0110SQVisualAcuityMeasurementSequence
        0112SQRefractiveParametersUsedOnPatientSequence 0113CSMeasurementLaterality
        0114SQOphthalmicPatientClinicalInformationLeftEyeSequence
        0115SQOphthalmicPatientClinicalInformationRightEyeSequence
        0117CSFovealPointNormativeDataFlag 0118FLFovealPointProbabilityValue
        0120CSScreeningBaselineMeasured 0122SQScreeningBaselineMeasuredSequence
        0124CSScreeningBaselineType 0126FLScreeningBaselineValue 0202LOAlgorithmSource
        0306LODataSetName 0307LODataSetVersion 0308LODataSetSource 0309LODataSetDescription
        0317SQVisualFieldTestReliabilityGlobalIndexSequence
        0320SQVisualFieldGlobalResultsIndexSequence 0325SQDataObservationSequence
        0338CSIndexNormalsFlag 0341FLIndexProbability 0344SQIndexProbabilitySequence @0028
        0002USSamplesPerPixel 0003USSamplesPerPixelUsed 0004CSPhotometricInterpretation
        0005US~ImageDimensions 0006USPlanarConfiguration 0008ISNumberOfFrames
        0009ATFrameIncrementPointer 000aATFrameDimensionPointer 0010USRows 0011USColumns
        0012US~Planes 0014USUltrasoundColorDataPresent 0030DSPixelSpacing 0031DSZoomFactor
        0032DSZoomCenter 0034ISPixelAspectRatio 0040CS~ImageFormat 0050LO~ManipulatedImage
        0051CSCorrectedImage 005fLO~CompressionRecognitionCode 0060CS~CompressionCode
        0061SH~CompressionOriginator 0062LO~CompressionLabel 0063SH~CompressionDescription
        0065CS~CompressionSequence 0066AT~CompressionStepPointers 0068US~RepeatInterval
        0069US~BitsGrouped 0070US~PerimeterTable 0071US~PerimeterValue 0080US~PredictorRows
        0081US~PredictorColumns 0082US~PredictorConstants 0090CS~BlockedPixels 0091US~BlockRows
        0092US~BlockColumns 0093US~RowOverlap 0094US~ColumnOverlap 0100USBitsAllocated
        0101USBitsStored 0102USHighBit 0103USPixelRepresentation 0104US~SmallestValidPixelValue
        0105US~LargestValidPixelValue 0106USSmallestImagePixelValue 0107USLargestImagePixelValue
        0108USSmallestPixelValueInSeries 0109USLargestPixelValueInSeries
        0110US~SmallestImagePixelValueInPlane 0111US~LargestImagePixelValueInPlane
        0120USPixelPaddingValue 0121USPixelPaddingRangeLimit 0122FLFloatPixelPaddingValue
        0123FDDoubleFloatPixelPaddingValue 0124FLFloatPixelPaddingRangeLimit
        0125FDDoubleFloatPixelPaddingRangeLimit 0200US~ImageLocation 0300CSQualityControlImage
        0301CSBurnedInAnnotation 0302CSRecognizableVisualFeatures
        0303CSLongitudinalTemporalInformationModified 0304UIReferencedColorPaletteInstanceUID
        0400LO~TransformLabel 0401LO~TransformVersionNumber 0402US~NumberOfTransformSteps
        0403LO~SequenceOfCompressedData 0404AT~DetailsOfCoefficients
        0410US~RowsForNthOrderCoefficients 0411US~ColumnsForNthOrderCoefficients
        0412LO~CoefficientCoding 0413AT~CoefficientCodingPointers 0700LO~DCTLabel
        0701CS~DataBlockDescription 0702AT~DataBlock 0710US~NormalizationFactorFormat
        0720US~ZonalMapNumberFormat 0721AT~ZonalMapLocation 0722US~ZonalMapFormat
        0730US~AdaptiveMapFormat 0740US~CodeNumberFormat 0800CS~CodeLabel 0802US~NumberOfTables
        0803AT~CodeTableLocation 0804US~BitsForCodeWord 0808AT~ImageDataLocation
        0a02CSPixelSpacingCalibrationType 0a04LOPixelSpacingCalibrationDescription
        1040CSPixelIntensityRelationship 1041SSPixelIntensityRelationshipSign 1050DSWindowCenter
        1051DSWindowWidth 1052DSRescaleIntercept 1053DSRescaleSlope 1054LORescaleType
        1055LOWindowCenterWidthExplanation 1056CSVOILUTFunction 1080CS~GrayScale
        1090CSRecommendedViewingMode 1100US~GrayLookupTableDescriptor
        1101USRedPaletteColorLookupTableDescriptor 1102USGreenPaletteColorLookupTableDescriptor
        1103USBluePaletteColorLookupTableDescriptor 1104USAlphaPaletteColorLookupTableDescriptor
        1111US~LargeRedPaletteColorLookupTableDescriptor
        1112US~LargeGreenPaletteColorLookupTableDescriptor
        1113US~LargeBluePaletteColorLookupTableDescriptor 1199UIPaletteColorLookupTableUID
        1200OW~GrayLookupTableData 1201OWRedPaletteColorLookupTableData
        1202OWGreenPaletteColorLookupTableData 1203OWBluePaletteColorLookupTableData
        1204OWAlphaPaletteColorLookupTableData 1211OW~LargeRedPaletteColorLookupTableData
        1212OW~LargeGreenPaletteColorLookupTableData 1213OW~LargeBluePaletteColorLookupTableData
        1214UI~LargePaletteColorLookupTableUID 1221OWSegmentedRedPaletteColorLookupTableData
        1222OWSegmentedGreenPaletteColorLookupTableData
        1223OWSegmentedBluePaletteColorLookupTableData
        1224OWSegmentedAlphaPaletteColorLookupTableData 1230SQStoredValueColorRangeSequence
        1231FDMinimumStoredValueMapped 1232FDMaximumStoredValueMapped 1300CSBreastImplantPresent
        1350CSPartialView 1351STPartialViewDescription 1352SQPartialViewCodeSequence
        135aCSSpatialLocationsPreserved 1401SQDataFrameAssignmentSequence 1402CSDataPathAssignment
        1403USBitsMappedToColorLookupTable 1404SQBlendingLUT1Sequence
        1405CSBlendingLUT1TransferFunction 1406FDBlendingWeightConstant
        1407USBlendingLookupTableDescriptor 1408OWBlendingLookupTableData
        140bSQEnhancedPaletteColorLookupTableSequence 140cSQBlendingLUT2Sequence
        140dCSBlendingLUT2TransferFunction 140eCSDataPathID 140fCSRGBLUTTransferFunction
        1410CSAlphaLUTTransferFunction 2000OBICCProfile 2002CSColorSpace 2110CSLossyImageCompression
        2112DSLossyImageCompressionRatio 2114CSLossyImageCompressionMethod 3000SQModalityLUTSequence
        """
}
