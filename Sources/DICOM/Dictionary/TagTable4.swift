// Made by Tests/Fuzz/oracle/dicom-dictionary.py; do not edit.

extension TagTable {
    static let part4 = """
        0086SQContentCreatorIdentificationCodeSequence 0087SQAlternateContentDescriptionSequence
        0100CSPresentationSizeMode 0101DSPresentationPixelSpacing 0102ISPresentationPixelAspectRatio
        0103FLPresentationPixelMagnificationRatio 0207LOGraphicGroupLabel
        0208STGraphicGroupDescription 0209SQCompoundGraphicSequence 0226ULCompoundGraphicInstanceID
        0227LOFontName 0228CSFontNameType 0229LOCSSFontName 0230FDRotationAngle
        0231SQTextStyleSequence 0232SQLineStyleSequence 0233SQFillStyleSequence
        0234SQGraphicGroupSequence 0241USTextColorCIELabValue 0242CSHorizontalAlignment
        0243CSVerticalAlignment 0244CSShadowStyle 0245FLShadowOffsetX 0246FLShadowOffsetY
        0247USShadowColorCIELabValue 0248CSUnderlined 0249CSBold 0250CSItalic
        0251USPatternOnColorCIELabValue 0252USPatternOffColorCIELabValue 0253FLLineThickness
        0254CSLineDashingStyle 0255ULLinePattern 0256OBFillPattern 0257CSFillMode
        0258FLShadowOpacity 0261FLGapLength 0262FLDiameterOfVisibility 0273FLRotationPoint
        0274CSTickAlignment 0278CSShowTickLabel 0279CSTickLabelAlignment 0282CSCompoundGraphicUnits
        0284FLPatternOnOpacity 0285FLPatternOffOpacity 0287SQMajorTicksSequence 0288FLTickPosition
        0289SHTickLabel 0294CSCompoundGraphicType 0295ULGraphicGroupID 0306CSShapeType
        0308SQRegistrationSequence 0309SQMatrixRegistrationSequence 030aSQMatrixSequence
        030bFDFrameOfReferenceToDisplayedCoordinateSystemTransformationMatrix
        030cCSFrameOfReferenceTransformationMatrixType 030dSQRegistrationTypeCodeSequence
        030fSTFiducialDescription 0310SHFiducialIdentifier 0311SQFiducialIdentifierCodeSequence
        0312FDContourUncertaintyRadius 0314SQUsedFiducialsSequence
        0318SQGraphicCoordinatesDataSequence 031aUIFiducialUID 031bUIReferencedFiducialUID
        031cSQFiducialSetSequence 031eSQFiducialSequence 031fSQFiducialsPropertyCategoryCodeSequence
        0401USGraphicLayerRecommendedDisplayCIELabValue 0402SQBlendingSequence 0403FLRelativeOpacity
        0404SQReferencedSpatialRegistrationSequence 0405CSBlendingPosition
        1101UIPresentationDisplayCollectionUID 1102UIPresentationSequenceCollectionUID
        1103USPresentationSequencePositionIndex 1104SQRenderedImageReferenceSequence
        1201SQVolumetricPresentationStateInputSequence 1202CSPresentationInputType
        1203USInputSequencePositionIndex 1204CSCrop 1205USCroppingSpecificationIndex
        1206CS~CompositingMethod 1207USVolumetricPresentationInputNumber 1208CSImageVolumeGeometry
        1209UIVolumetricPresentationInputSetUID 120aSQVolumetricPresentationInputSetSequence
        120bCSGlobalCrop 120cUSGlobalCroppingSpecificationIndex 120dCSRenderingMethod
        1301SQVolumeCroppingSequence 1302CSVolumeCroppingMethod 1303FDBoundingBoxCrop
        1304SQObliqueCroppingPlaneSequence 1305FDPlane 1306FDPlaneNormal
        1309USCroppingSpecificationNumber 1501CSMultiPlanarReconstructionStyle
        1502CSMPRThicknessType 1503FDMPRSlabThickness 1505FDMPRTopLeftHandCorner
        1507FDMPRViewWidthDirection 1508FDMPRViewWidth 150cULNumberOfVolumetricCurvePoints
        150dODVolumetricCurvePoints 1511FDMPRViewHeightDirection 1512FDMPRViewHeight
        1602CSRenderProjection 1603FDViewpointPosition 1604FDViewpointLookAtPoint
        1605FDViewpointUpDirection 1606FDRenderFieldOfView 1607FDSamplingStepSize 1701CSShadingStyle
        1702FDAmbientReflectionIntensity 1703FDLightDirection 1704FDDiffuseReflectionIntensity
        1705FDSpecularReflectionIntensity 1706FDShininess
        1801SQPresentationStateClassificationComponentSequence 1802CSComponentType
        1803SQComponentInputSequence 1804USVolumetricPresentationInputIndex
        1805SQPresentationStateCompositorComponentSequence 1806SQWeightingTransferFunctionSequence
        1807USWeightingLookupTableDescriptor 1808OBWeightingLookupTableData
        1901SQVolumetricAnnotationSequence 1903SQReferencedStructuredContextSequence
        1904UIReferencedContentItem 1905SQVolumetricPresentationInputAnnotationSequence
        1907CSAnnotationClipping 1a01CSPresentationAnimationStyle 1a03FDRecommendedAnimationRate
        1a04SQAnimationCurveSequence 1a05FDAnimationStepSize 1a06FDSwivelRange
        1a07ODVolumetricCurveUpDirections 1a08SQVolumeStreamSequence
        1a09LORGBATransferFunctionDescription 1b01SQAdvancedBlendingSequence
        1b02USBlendingInputNumber 1b03SQBlendingDisplayInputSequence 1b04SQBlendingDisplaySequence
        1b06CSBlendingMode 1b07CSTimeSeriesBlending 1b08CSGeometryForDisplay 1b11SQThresholdSequence
        1b12SQThresholdValueSequence 1b13CSThresholdType 1b14FDThresholdValue @0072
        0002SHHangingProtocolName 0004LOHangingProtocolDescription 0006CSHangingProtocolLevel
        0008LOHangingProtocolCreator 000aDTHangingProtocolCreationDateTime
        000cSQHangingProtocolDefinitionSequence 000eSQHangingProtocolUserIdentificationCodeSequence
        0010LOHangingProtocolUserGroupName 0012SQSourceHangingProtocolSequence
        0014USNumberOfPriorsReferenced 0020SQImageSetsSequence 0022SQImageSetSelectorSequence
        0024CSImageSetSelectorUsageFlag 0026ATSelectorAttribute 0028USSelectorValueNumber
        0030SQTimeBasedImageSetsSequence 0032USImageSetNumber 0034CSImageSetSelectorCategory
        0038USRelativeTime 003aCSRelativeTimeUnits 003cSSAbstractPriorValue
        003eSQAbstractPriorCodeSequence 0040LOImageSetLabel 0050CSSelectorAttributeVR
        0052ATSelectorSequencePointer 0054LOSelectorSequencePointerPrivateCreator
        0056LOSelectorAttributePrivateCreator 005eAESelectorAEValue 005fASSelectorASValue
        0060ATSelectorATValue 0061DASelectorDAValue 0062CSSelectorCSValue 0063DTSelectorDTValue
        0064ISSelectorISValue 0065OBSelectorOBValue 0066LOSelectorLOValue 0067OFSelectorOFValue
        0068LTSelectorLTValue 0069OWSelectorOWValue 006aPNSelectorPNValue 006bTMSelectorTMValue
        006cSHSelectorSHValue 006dUNSelectorUNValue 006eSTSelectorSTValue 006fUCSelectorUCValue
        0070UTSelectorUTValue 0071URSelectorURValue 0072DSSelectorDSValue 0073ODSelectorODValue
        0074FDSelectorFDValue 0075OLSelectorOLValue 0076FLSelectorFLValue 0078ULSelectorULValue
        007aUSSelectorUSValue 007cSLSelectorSLValue 007eSSSelectorSSValue 007fUISelectorUIValue
        0080SQSelectorCodeSequenceValue 0081OVSelectorOVValue 0082SVSelectorSVValue
        0083UVSelectorUVValue 0100USNumberOfScreens 0102SQNominalScreenDefinitionSequence
        0104USNumberOfVerticalPixels 0106USNumberOfHorizontalPixels
        0108FDDisplayEnvironmentSpatialPosition 010aUSScreenMinimumGrayscaleBitDepth
        010cUSScreenMinimumColorBitDepth 010eUSApplicationMaximumRepaintTime
        0200SQDisplaySetsSequence 0202USDisplaySetNumber 0203LODisplaySetLabel
        0204USDisplaySetPresentationGroup 0206LODisplaySetPresentationGroupDescription
        0208CSPartialDataDisplayHandling 0210SQSynchronizedScrollingSequence
        0212USDisplaySetScrollingGroup 0214SQNavigationIndicatorSequence 0216USNavigationDisplaySet
        0218USReferenceDisplaySets 0300SQImageBoxesSequence 0302USImageBoxNumber
        0304CSImageBoxLayoutType 0306USImageBoxTileHorizontalDimension
        0308USImageBoxTileVerticalDimension 0310CSImageBoxScrollDirection
        0312CSImageBoxSmallScrollType 0314USImageBoxSmallScrollAmount 0316CSImageBoxLargeScrollType
        0318USImageBoxLargeScrollAmount 0320USImageBoxOverlapPriority 0330FDCineRelativeToRealTime
        0400SQFilterOperationsSequence 0402CSFilterByCategory 0404CSFilterByAttributePresence
        0406CSFilterByOperator 0420USStructuredDisplayBackgroundCIELabValue
        0421USEmptyImageBoxCIELabValue 0422SQStructuredDisplayImageBoxSequence
        0424SQStructuredDisplayTextBoxSequence 0427SQReferencedFirstFrameSequence
        0430SQImageBoxSynchronizationSequence 0432USSynchronizedImageBoxList
        0434CSTypeOfSynchronization 0500CSBlendingOperationType 0510CSReformattingOperationType
        0512FDReformattingThickness 0514FDReformattingInterval
        0516CSReformattingOperationInitialViewDirection 0520CSThreeDRenderingType
        0600SQSortingOperationsSequence 0602CSSortByCategory 0604CSSortingDirection
        0700CSDisplaySetPatientOrientation 0702CSVOIType 0704CSPseudoColorType
        0705SQPseudoColorPaletteInstanceReferenceSequence 0706CSShowGrayscaleInverted
        0710CSShowImageTrueSizeFlag 0712CSShowGraphicAnnotationFlag
        0714CSShowPatientDemographicsFlag 0716CSShowAcquisitionTechniquesFlag
        0717CSDisplaySetHorizontalJustification 0718CSDisplaySetVerticalJustification @0074
        0120FDContinuationStartMeterset 0121FDContinuationEndMeterset 1000CSProcedureStepState
        1002SQProcedureStepProgressInformationSequence 1004DSProcedureStepProgress
        1006STProcedureStepProgressDescription 1007SQProcedureStepProgressParametersSequence
        1008SQProcedureStepCommunicationsURISequence 100aURContactURI 100cLOContactDisplayName
        100eSQProcedureStepDiscontinuationReasonCodeSequence 1020SQBeamTaskSequence
        1022CSBeamTaskType 1024IS~BeamOrderIndexTrial 1025CSAutosequenceFlag
        1026FDTableTopVerticalAdjustedPosition 1027FDTableTopLongitudinalAdjustedPosition
        1028FDTableTopLateralAdjustedPosition 102aFDPatientSupportAdjustedAngle
        102bFDTableTopEccentricAdjustedAngle 102cFDTableTopPitchAdjustedAngle
        102dFDTableTopRollAdjustedAngle 1030SQDeliveryVerificationImageSequence
        1032CSVerificationImageTiming 1034CSDoubleExposureFlag 1036CSDoubleExposureOrdering
        1038DS~DoubleExposureMetersetTrial 103aDS~DoubleExposureFieldDeltaTrial
        1040SQRelatedReferenceRTImageSequence 1042SQGeneralMachineVerificationSequence
        1044SQConventionalMachineVerificationSequence 1046SQIonMachineVerificationSequence
        1048SQFailedAttributesSequence 104aSQOverriddenAttributesSequence
        104cSQConventionalControlPointVerificationSequence 104eSQIonControlPointVerificationSequence
        1050SQAttributeOccurrenceSequence 1052ATAttributeOccurrencePointer
        1054ULAttributeItemSelector 1056LOAttributeOccurrencePrivateCreator
        1057ISSelectorSequencePointerItems 1200CSScheduledProcedureStepPriority 1202LOWorklistLabel
        1204LOProcedureStepLabel 1210SQScheduledProcessingParametersSequence
        1212SQPerformedProcessingParametersSequence
        1216SQUnifiedProcedureStepPerformedProcedureSequence 1220SQ~RelatedProcedureStepSequence
        1222LO~ProcedureStepRelationshipType 1224SQReplacedProcedureStepSequence 1230LODeletionLock
        1234AEReceivingAE 1236AERequestingAE 1238LTReasonForCancellation 1242CSSCPStatus
        1244CSSubscriptionListStatus 1246CSUnifiedProcedureStepListStatus 1324ULBeamOrderIndex
        1338FDDoubleExposureMeterset 133aFDDoubleExposureFieldDelta 1401SQBrachyTaskSequence
        1402DSContinuationStartTotalReferenceAirKerma 1403DSContinuationEndTotalReferenceAirKerma
        1404ISContinuationPulseNumber 1405SQChannelDeliveryOrderSequence
        1406ISReferencedChannelNumber 1407DSStartCumulativeTimeWeight 1408DSEndCumulativeTimeWeight
        1409SQOmittedChannelSequence 140aCSReasonForChannelOmission
        140bLOReasonForChannelOmissionDescription 140cISChannelDeliveryOrderIndex
        140dSQChannelDeliveryContinuationSequence 140eSQOmittedApplicationSetupSequence @0076
        0001LOImplantAssemblyTemplateName 0003LOImplantAssemblyTemplateIssuer
        0006LOImplantAssemblyTemplateVersion 0008SQReplacedImplantAssemblyTemplateSequence
        000aCSImplantAssemblyTemplateType 000cSQOriginalImplantAssemblyTemplateSequence
        000eSQDerivationImplantAssemblyTemplateSequence
        0010SQImplantAssemblyTemplateTargetAnatomySequence 0020SQProcedureTypeCodeSequence
        0030LOSurgicalTechnique 0032SQComponentTypesSequence 0034SQComponentTypeCodeSequence
        0036CSExclusiveComponentType 0038CSMandatoryComponentType 0040SQComponentSequence
        0055USComponentID 0060SQComponentAssemblySequence 0070USComponent1ReferencedID
        0080USComponent1ReferencedMatingFeatureSetID 0090USComponent1ReferencedMatingFeatureID
        00a0USComponent2ReferencedID 00b0USComponent2ReferencedMatingFeatureSetID
        00c0USComponent2ReferencedMatingFeatureID @0078 0001LOImplantTemplateGroupName
        0010STImplantTemplateGroupDescription 0020LOImplantTemplateGroupIssuer
        0024LOImplantTemplateGroupVersion 0026SQReplacedImplantTemplateGroupSequence
        0028SQImplantTemplateGroupTargetAnatomySequence 002aSQImplantTemplateGroupMembersSequence
        002eUSImplantTemplateGroupMemberID 0050FDThreeDImplantTemplateGroupMemberMatchingPoint
        0060FDThreeDImplantTemplateGroupMemberMatchingAxes
        0070SQImplantTemplateGroupMemberMatching2DCoordinatesSequence
        0090FDTwoDImplantTemplateGroupMemberMatchingPoint
        00a0FDTwoDImplantTemplateGroupMemberMatchingAxes
        00b0SQImplantTemplateGroupVariationDimensionSequence
        00b2LOImplantTemplateGroupVariationDimensionName
        00b4SQImplantTemplateGroupVariationDimensionRankSequence
        00b6USReferencedImplantTemplateGroupMemberID
        00b8USImplantTemplateGroupVariationDimensionRank @0080
        0001SQSurfaceScanAcquisitionTypeCodeSequence 0002SQSurfaceScanModeCodeSequence
        0003SQRegistrationMethodCodeSequence 0004FDShotDurationTime 0005FDShotOffsetTime
        0006USSurfacePointPresentationValueData 0007USSurfacePointColorCIELabValueData
        0008SQUVMappingSequence 0009SHTextureLabel 0010OFUValueData 0011OFVValueData
        0012SQReferencedTextureSequence 0013SQReferencedSurfaceDataSequence @0082
        0001CSAssessmentSummary 0003UTAssessmentSummaryDescription 0004SQAssessedSOPInstanceSequence
        0005SQReferencedComparisonSOPInstanceSequence 0006ULNumberOfAssessmentObservations
        0007SQAssessmentObservationsSequence 0008CSObservationSignificance
        000aUTObservationDescription 000cSQStructuredConstraintObservationSequence
        0010SQAssessedAttributeValueSequence 0016LOAssessmentSetID 0017SQAssessmentRequesterSequence
        0018LOSelectorAttributeName 0019LOSelectorAttributeKeyword 0021SQAssessmentTypeCodeSequence
        0022SQObservationBasisCodeSequence 0023LOAssessmentLabel 0032CSConstraintType
        0033UTSpecificationSelectionGuidance 0034SQConstraintValueSequence
        0035SQRecommendedDefaultValueSequence 0036CSConstraintViolationSignificance
        0037UTConstraintViolationCondition 0038CSModifiableConstraintFlag @0088
        0130SHStorageMediaFileSetID 0140UIStorageMediaFileSetUID 0200SQIconImageSequence
        0904LO~TopicTitle 0906ST~TopicSubject 0910LO~TopicAuthor 0912LO~TopicKeywords @0100
        0410CSSOPInstanceStatus 0420DTSOPAuthorizationDateTime 0424LTSOPAuthorizationComment
        0426LOAuthorizationEquipmentCertificationNumber @0400 0005USMACIDNumber
        0010UIMACCalculationTransferSyntaxUID 0015CSMACAlgorithm 0020ATDataElementsSigned
        0100UIDigitalSignatureUID 0105DTDigitalSignatureDateTime 0110CSCertificateType
        0115OBCertificateOfSigner 0120OBSignature 0305CSCertifiedTimestampType
        0310OBCertifiedTimestamp 0401SQDigitalSignaturePurposeCodeSequence
        0402SQReferencedDigitalSignatureSequence 0403SQReferencedSOPInstanceMACSequence 0404OBMAC
        0500SQEncryptedAttributesSequence 0510UIEncryptedContentTransferSyntaxUID
        0520OBEncryptedContent 0550SQModifiedAttributesSequence
        0551SQNonconformingModifiedAttributesSequence 0552OBNonconformingDataElementValue
        0561SQOriginalAttributesSequence 0562DTAttributeModificationDateTime 0563LOModifyingSystem
        0564LOSourceOfPreviousValues 0565CSReasonForTheAttributeModification
        0600CSInstanceOriginStatus @1000 0010US~EscapeTriplet 0011US~RunLengthTriplet
        0012US~HuffmanTableSize 0013US~HuffmanTableTriplet 0014US~ShiftTableSize
        0015US~ShiftTableTriplet @1010 0004US~ZonalMap @2000 0010ISNumberOfCopies
        001eSQPrinterConfigurationSequence 0020CSPrintPriority 0030CSMediumType
        0040CSFilmDestination 0050LOFilmSessionLabel 0060ISMemoryAllocation
        0061ISMaximumMemoryAllocation 0062CS~ColorImagePrintingFlag 0063CS~CollationFlag
        0065CS~AnnotationFlag 0067CS~ImageOverlayFlag 0069CS~PresentationLUTFlag
        006aCS~ImageBoxPresentationLUTFlag 00a0USMemoryBitDepth 00a1USPrintingBitDepth
        00a2SQMediaInstalledSequence 00a4SQOtherMediaAvailableSequence
        00a8SQSupportedImageDisplayFormatsSequence 0500SQReferencedFilmBoxSequence
        0510SQ~ReferencedStoredPrintSequence @2010 0010STImageDisplayFormat
        0030CSAnnotationDisplayFormatID 0040CSFilmOrientation 0050CSFilmSizeID
        0052CSPrinterResolutionID 0054CSDefaultPrinterResolutionID 0060CSMagnificationType
        0080CSSmoothingType 00a6CSDefaultMagnificationType 00a7CSOtherMagnificationTypesAvailable
        00a8CSDefaultSmoothingType 00a9CSOtherSmoothingTypesAvailable 0100CSBorderDensity
        0110CSEmptyImageDensity 0120USMinDensity 0130USMaxDensity 0140CSTrim
        0150STConfigurationInformation 0152LTConfigurationInformationDescription
        0154ISMaximumCollatedFilms 015eUSIllumination 0160USReflectedAmbientLight
        0376DSPrinterPixelSpacing 0500SQReferencedFilmSessionSequence
        0510SQReferencedImageBoxSequence 0520SQReferencedBasicAnnotationBoxSequence @2020
        0010USImageBoxPosition 0020CSPolarity 0030DSRequestedImageSize
        0040CSRequestedDecimateCropBehavior 0050CSRequestedResolutionID 00a0CSRequestedImageSizeFlag
        00a2CSDecimateCropResult 0110SQBasicGrayscaleImageSequence 0111SQBasicColorImageSequence
        0130SQ~ReferencedImageOverlayBoxSequence 0140SQ~ReferencedVOILUTBoxSequence @2030
        0010USAnnotationPosition 0020LOTextString @2040 0010SQ~ReferencedOverlayPlaneSequence
        0011US~ReferencedOverlayPlaneGroups 0020SQ~OverlayPixelDataSequence
        0060CS~OverlayMagnificationType 0070CS~OverlaySmoothingType
        0072CS~OverlayOrImageMagnification 0074US~MagnifyToNumberOfColumns
        0080CS~OverlayForegroundDensity 0082CS~OverlayBackgroundDensity 0090CS~OverlayMode
        0100CS~ThresholdDensity 0500SQ~ReferencedImageBoxSequenceRetired @2050
        0010SQPresentationLUTSequence 0020CSPresentationLUTShape
        0500SQReferencedPresentationLUTSequence @2100 0010SH~PrintJobID 0020CSExecutionStatus
        0030CSExecutionStatusInfo 0040DACreationDate 0050TMCreationTime 0070AEOriginator
        0140AEDestinationAE 0160SHOwnerID 0170ISNumberOfFilms
        0500SQ~ReferencedPrintJobSequencePullStoredPrint @2110 0010CSPrinterStatus
        0020CSPrinterStatusInfo 0030LOPrinterName 0099SH~PrintQueueID @2120 0010CS~QueueStatus
        0050SQ~PrintJobDescriptionSequence 0070SQ~ReferencedPrintJobSequence @2130
        0010SQ~PrintManagementCapabilitiesSequence 0015SQ~PrinterCharacteristicsSequence
        0030SQ~FilmBoxContentSequence 0040SQ~ImageBoxContentSequence
        0050SQ~AnnotationContentSequence 0060SQ~ImageOverlayBoxContentSequence
        0080SQ~PresentationLUTContentSequence 00a0SQProposedStudySequence
        00c0SQOriginalImageSequence @2200 0001CSLabelUsingInformationExtractedFromInstances
        0002UTLabelText 0003CSLabelStyleSelection 0004LTMediaDisposition 0005LTBarcodeValue
        0006CSBarcodeSymbology 0007CSAllowMediaSplitting 0008CSIncludeNonDICOMObjects
        0009CSIncludeDisplayApplication 000aCSPreserveCompositeInstancesAfterMediaCreation
        000bUSTotalNumberOfPiecesOfMediaCreated 000cLORequestedMediaApplicationProfile
        000dSQReferencedStorageMediaSequence 000eATFailureAttributes 000fCSAllowLossyCompression
        0020CSRequestPriority @3002 0002SHRTImageLabel 0003LORTImageName 0004STRTImageDescription
        000aCSReportedValuesOrigin 000cCSRTImagePlane 000dDSXRayImageReceptorTranslation
        000eDSXRayImageReceptorAngle 0010DSRTImageOrientation 0011DSImagePlanePixelSpacing
        0012DSRTImagePosition 0020SHRadiationMachineName 0022DSRadiationMachineSAD
        0024DSRadiationMachineSSD 0026DSRTImageSID 0028DSSourceToReferenceObjectDistance
        0029ISFractionNumber 0030SQExposureSequence 0032DSMetersetExposure 0034DSDiaphragmPosition
        0040SQFluenceMapSequence 0041CSFluenceDataSource 0042DSFluenceDataScale
        0050SQPrimaryFluenceModeSequence 0051CSFluenceMode 0052SHFluenceModeID @3004 0001CSDVHType
        0002CSDoseUnits 0004CSDoseType 0005CSSpatialTransformOfDose 0006LODoseComment
        0008DSNormalizationPoint 000aCSDoseSummationType 000cDSGridFrameOffsetVector
        000eDSDoseGridScaling 0010SQRTDoseROISequence 0012DSDoseValue
        0014CSTissueHeterogeneityCorrection 0040DSDVHNormalizationPoint
        0042DSDVHNormalizationDoseValue 0050SQDVHSequence 0052DSDVHDoseScaling 0054CSDVHVolumeUnits
        0056ISDVHNumberOfBins 0058DSDVHData 0060SQDVHReferencedROISequence
        0062CSDVHROIContributionType 0070DSDVHMinimumDose 0072DSDVHMaximumDose 0074DSDVHMeanDose
        @3006 0002SHStructureSetLabel 0004LOStructureSetName 0006STStructureSetDescription
        0008DAStructureSetDate 0009TMStructureSetTime 0010SQReferencedFrameOfReferenceSequence
        0012SQRTReferencedStudySequence 0014SQRTReferencedSeriesSequence 0016SQContourImageSequence
        0018SQPredecessorStructureSetSequence 0020SQStructureSetROISequence 0022ISROINumber
        0024UIReferencedFrameOfReferenceUID 0026LOROIName 0028STROIDescription 002aISROIDisplayColor
        002cDSROIVolume 0030SQRTRelatedROISequence 0033CSRTROIRelationship
        0036CSROIGenerationAlgorithm 0037SQROIDerivationAlgorithmIdentificationSequence
        0038LOROIGenerationDescription 0039SQROIContourSequence 0040SQContourSequence
        0042CSContourGeometricType 0044DS~ContourSlabThickness 0045DS~ContourOffsetVector
        0046ISNumberOfContourPoints 0048ISContourNumber 0049IS~AttachedContours
        004aSQSourcePixelPlanesCharacteristicsSequence 0050DSContourData
        0080SQRTROIObservationsSequence 0082ISObservationNumber 0084ISReferencedROINumber
        0085SHROIObservationLabel 0086SQRTROIIdentificationCodeSequence
        0088STROIObservationDescription 00a0SQRelatedRTROIObservationsSequence
        00a4CSRTROIInterpretedType 00a6PNROIInterpreter 00b0SQROIPhysicalPropertiesSequence
        00b2CSROIPhysicalProperty 00b4DSROIPhysicalPropertyValue
        00b6SQROIElementalCompositionSequence 00b7USROIElementalCompositionAtomicNumber
        00b8FLROIElementalCompositionAtomicMassFraction
        00b9SQ~AdditionalRTROIIdentificationCodeSequence 00c0SQ~FrameOfReferenceRelationshipSequence
        00c2UI~RelatedFrameOfReferenceUID 00c4CS~FrameOfReferenceTransformationType
        00c6DSFrameOfReferenceTransformationMatrix 00c8LOFrameOfReferenceTransformationComment
        00c9SQPatientLocationCoordinatesSequence 00caSQPatientLocationCoordinatesCodeSequence
        00cbSQPatientSupportPositionSequence @3008 0010SQMeasuredDoseReferenceSequence
        0012STMeasuredDoseDescription 0014CSMeasuredDoseType 0016DSMeasuredDoseValue
        0020SQTreatmentSessionBeamSequence 0021SQTreatmentSessionIonBeamSequence
        0022ISCurrentFractionNumber 0024DATreatmentControlPointDate 0025TMTreatmentControlPointTime
        002aCSTreatmentTerminationStatus 002bSHTreatmentTerminationCode
        002cCSTreatmentVerificationStatus 0030SQReferencedTreatmentRecordSequence
        0032DSSpecifiedPrimaryMeterset 0033DSSpecifiedSecondaryMeterset
        0036DSDeliveredPrimaryMeterset 0037DSDeliveredSecondaryMeterset 003aDSSpecifiedTreatmentTime
        003bDSDeliveredTreatmentTime 0040SQControlPointDeliverySequence
        0041SQIonControlPointDeliverySequence 0042DSSpecifiedMeterset 0044DSDeliveredMeterset
        0045FLMetersetRateSet 0046FLMetersetRateDelivered 0047FLScanSpotMetersetsDelivered
        0048DSDoseRateDelivered 0050SQTreatmentSummaryCalculatedDoseReferenceSequence
        0052DSCumulativeDoseToDoseReference 0054DAFirstTreatmentDate 0056DAMostRecentTreatmentDate
        005aISNumberOfFractionsDelivered 0060SQOverrideSequence 0061ATParameterSequencePointer
        0062ATOverrideParameterPointer 0063ISParameterItemIndex 0064ISMeasuredDoseReferenceNumber
        0065ATParameterPointer 0066STOverrideReason 0067USParameterValueNumber
        0068SQCorrectedParameterSequence 006aFLCorrectionValue 0070SQCalculatedDoseReferenceSequence
        0072ISCalculatedDoseReferenceNumber 0074STCalculatedDoseReferenceDescription
        0076DSCalculatedDoseReferenceDoseValue 0078DSStartMeterset 007aDSEndMeterset
        0080SQReferencedMeasuredDoseReferenceSequence 0082ISReferencedMeasuredDoseReferenceNumber
        0090SQReferencedCalculatedDoseReferenceSequence
        0092ISReferencedCalculatedDoseReferenceNumber 00a0SQBeamLimitingDeviceLeafPairsSequence
        00b0SQRecordedWedgeSequence 00c0SQRecordedCompensatorSequence 00d0SQRecordedBlockSequence
        00d1SQRecordedBlockSlabSequence 00e0SQTreatmentSummaryMeasuredDoseReferenceSequence
        00f0SQRecordedSnoutSequence 00f2SQRecordedRangeShifterSequence
        00f4SQRecordedLateralSpreadingDeviceSequence 00f6SQRecordedRangeModulatorSequence
        0100SQRecordedSourceSequence 0105LOSourceSerialNumber
        0110SQTreatmentSessionApplicationSetupSequence 0116CSApplicationSetupCheck
        0120SQRecordedBrachyAccessoryDeviceSequence 0122ISReferencedBrachyAccessoryDeviceNumber
        0130SQRecordedChannelSequence 0132DSSpecifiedChannelTotalTime
        0134DSDeliveredChannelTotalTime 0136ISSpecifiedNumberOfPulses 0138ISDeliveredNumberOfPulses
        013aDSSpecifiedPulseRepetitionInterval 013cDSDeliveredPulseRepetitionInterval
        0140SQRecordedSourceApplicatorSequence 0142ISReferencedSourceApplicatorNumber
        0150SQRecordedChannelShieldSequence 0152ISReferencedChannelShieldNumber
        0160SQBrachyControlPointDeliveredSequence 0162DASafePositionExitDate
        0164TMSafePositionExitTime 0166DASafePositionReturnDate 0168TMSafePositionReturnTime
        0171SQPulseSpecificBrachyControlPointDeliveredSequence 0172USPulseNumber
        0173SQBrachyPulseControlPointDeliveredSequence 0200CSCurrentTreatmentStatus
        0202STTreatmentStatusComment 0220SQFractionGroupSummarySequence
        0223ISReferencedFractionNumber 0224CSFractionGroupType 0230CSBeamStopperPosition
        0240SQFractionStatusSummarySequence 0250DATreatmentDate 0251TMTreatmentTime @300a
        0002SHRTPlanLabel 0003LORTPlanName 0004STRTPlanDescription 0006DARTPlanDate 0007TMRTPlanTime
        0009LOTreatmentProtocols 000aCSPlanIntent 000bLO~TreatmentSites 000cCSRTPlanGeometry
        000eSTPrescriptionDescription 0010SQDoseReferenceSequence 0012ISDoseReferenceNumber
        0013UIDoseReferenceUID 0014CSDoseReferenceStructureType 0015CSNominalBeamEnergyUnit
        0016LODoseReferenceDescription 0018DSDoseReferencePointCoordinates 001aDSNominalPriorDose
        0020CSDoseReferenceType 0021DSConstraintWeight 0022DSDeliveryWarningDose
        0023DSDeliveryMaximumDose 0025DSTargetMinimumDose 0026DSTargetPrescriptionDose
        0027DSTargetMaximumDose 0028DSTargetUnderdoseVolumeFraction 002aDSOrganAtRiskFullVolumeDose
        002bDSOrganAtRiskLimitDose 002cDSOrganAtRiskMaximumDose
        002dDSOrganAtRiskOverdoseVolumeFraction 0040SQToleranceTableSequence
        0042ISToleranceTableNumber 0043SHToleranceTableLabel 0044DSGantryAngleTolerance
        0046DSBeamLimitingDeviceAngleTolerance 0048SQBeamLimitingDeviceToleranceSequence
        004aDSBeamLimitingDevicePositionTolerance 004bFLSnoutPositionTolerance
        004cDSPatientSupportAngleTolerance 004eDSTableTopEccentricAngleTolerance
        004fFLTableTopPitchAngleTolerance 0050FLTableTopRollAngleTolerance
        0051DSTableTopVerticalPositionTolerance 0052DSTableTopLongitudinalPositionTolerance
        0053DSTableTopLateralPositionTolerance 0055CSRTPlanRelationship 0070SQFractionGroupSequence
        0071ISFractionGroupNumber 0072LOFractionGroupDescription 0078ISNumberOfFractionsPlanned
        0079ISNumberOfFractionPatternDigitsPerDay 007aISRepeatFractionCycleLength
        007bLTFractionPattern 0080ISNumberOfBeams 0082DS~BeamDoseSpecificationPoint
        0083UIReferencedDoseReferenceUID 0084DSBeamDose 0086DSBeamMeterset 0088FLBeamDosePointDepth
        0089FLBeamDosePointEquivalentDepth 008aFLBeamDosePointSSD 008bCSBeamDoseMeaning
        008cSQBeamDoseVerificationControlPointSequence 008dFL~AverageBeamDosePointDepth
        008eFL~AverageBeamDosePointEquivalentDepth 008fFL~AverageBeamDosePointSSD 0090CSBeamDoseType
        0091DSAlternateBeamDose 0092CSAlternateBeamDoseType 0093CSDepthValueAveragingFlag
        0094DSBeamDosePointSourceToExternalContourDistance 00a0ISNumberOfBrachyApplicationSetups
        00a2DSBrachyApplicationSetupDoseSpecificationPoint 00a4DSBrachyApplicationSetupDose
        00b0SQBeamSequence 00b2SHTreatmentMachineName 00b3CSPrimaryDosimeterUnit
        00b4DSSourceAxisDistance 00b6SQBeamLimitingDeviceSequence 00b8CSRTBeamLimitingDeviceType
        00baDSSourceToBeamLimitingDeviceDistance 00bbFLIsocenterToBeamLimitingDeviceDistance
        00bcISNumberOfLeafJawPairs 00beDSLeafPositionBoundaries 00c0ISBeamNumber 00c2LOBeamName
        00c3STBeamDescription 00c4CSBeamType 00c5FDBeamDeliveryDurationLimit 00c6CSRadiationType
        00c7CSHighDoseTechniqueType 00c8ISReferenceImageNumber
        00caSQPlannedVerificationImageSequence 00ccLOImagingDeviceSpecificAcquisitionParameters
        00ceCSTreatmentDeliveryType 00d0ISNumberOfWedges 00d1SQWedgeSequence 00d2ISWedgeNumber
        00d3CSWedgeType 00d4SHWedgeID 00d5ISWedgeAngle 00d6DSWedgeFactor
        00d7FLTotalWedgeTrayWaterEquivalentThickness 00d8DSWedgeOrientation
        00d9FLIsocenterToWedgeTrayDistance 00daDSSourceToWedgeTrayDistance
        00dbFLWedgeThinEdgePosition 00dcSHBolusID 00ddSTBolusDescription 00deDSEffectiveWedgeAngle
        00e0ISNumberOfCompensators 00e1SHMaterialID 00e2DSTotalCompensatorTrayFactor
        00e3SQCompensatorSequence 00e4ISCompensatorNumber 00e5SHCompensatorID
        00e6DSSourceToCompensatorTrayDistance 00e7ISCompensatorRows 00e8ISCompensatorColumns
        00e9DSCompensatorPixelSpacing 00eaDSCompensatorPosition 00ebDSCompensatorTransmissionData
        00ecDSCompensatorThicknessData 00edISNumberOfBoli 00eeCSCompensatorType
        00efSHCompensatorTrayID 00f0ISNumberOfBlocks 00f2DSTotalBlockTrayFactor
        00f3FLTotalBlockTrayWaterEquivalentThickness 00f4SQBlockSequence 00f5SHBlockTrayID
        00f6DSSourceToBlockTrayDistance 00f7FLIsocenterToBlockTrayDistance 00f8CSBlockType
        00f9LOAccessoryCode 00faCSBlockDivergence 00fbCSBlockMountingPosition 00fcISBlockNumber
        00feLOBlockName 0100DSBlockThickness 0102DSBlockTransmission 0104ISBlockNumberOfPoints
        0106DSBlockData 0107SQApplicatorSequence 0108SHApplicatorID 0109CSApplicatorType
        010aLOApplicatorDescription 010cDSCumulativeDoseReferenceCoefficient
        010eDSFinalCumulativeMetersetWeight 0110ISNumberOfControlPoints 0111SQControlPointSequence
        0112ISControlPointIndex 0114DSNominalBeamEnergy 0115DSDoseRateSet
        0116SQWedgePositionSequence 0118CSWedgePosition 011aSQBeamLimitingDevicePositionSequence
        011cDSLeafJawPositions 011eDSGantryAngle 011fCSGantryRotationDirection
        0120DSBeamLimitingDeviceAngle 0121CSBeamLimitingDeviceRotationDirection
        0122DSPatientSupportAngle 0123CSPatientSupportRotationDirection
        0124DSTableTopEccentricAxisDistance 0125DSTableTopEccentricAngle
        0126CSTableTopEccentricRotationDirection 0128DSTableTopVerticalPosition
        0129DSTableTopLongitudinalPosition 012aDSTableTopLateralPosition 012cDSIsocenterPosition
        012eDSSurfaceEntryPoint 0130DSSourceToSurfaceDistance
        0131FLAverageBeamDosePointSourceToExternalContourDistance
        0132FLSourceToExternalContourDistance 0133FLExternalContourEntryPoint
        0134DSCumulativeMetersetWeight 0140FLTableTopPitchAngle 0142CSTableTopPitchRotationDirection
        0144FLTableTopRollAngle 0146CSTableTopRollRotationDirection 0148FLHeadFixationAngle
        014aFLGantryPitchAngle 014cCSGantryPitchRotationDirection 014eFLGantryPitchAngleTolerance
        0150CSFixationEye 0151DSChairHeadFramePosition 0152DSHeadFixationAngleTolerance
        0153DSChairHeadFramePositionTolerance 0154DSFixationLightAzimuthalAngleTolerance
        0155DSFixationLightPolarAngleTolerance 0180SQPatientSetupSequence 0182ISPatientSetupNumber
        0183LOPatientSetupLabel 0184LOPatientAdditionalPosition 0190SQFixationDeviceSequence
        0192CSFixationDeviceType 0194SHFixationDeviceLabel 0196STFixationDeviceDescription
        0198SHFixationDevicePosition 0199FLFixationDevicePitchAngle 019aFLFixationDeviceRollAngle
        01a0SQShieldingDeviceSequence 01a2CSShieldingDeviceType 01a4SHShieldingDeviceLabel
        01a6STShieldingDeviceDescription 01a8SHShieldingDevicePosition 01b0CSSetupTechnique
        01b2STSetupTechniqueDescription 01b4SQSetupDeviceSequence 01b6CSSetupDeviceType
        01b8SHSetupDeviceLabel 01baSTSetupDeviceDescription 01bcDSSetupDeviceParameter
        01d0STSetupReferenceDescription 01d2DSTableTopVerticalSetupDisplacement
        01d4DSTableTopLongitudinalSetupDisplacement 01d6DSTableTopLateralSetupDisplacement
        0200CSBrachyTreatmentTechnique 0202CSBrachyTreatmentType 0206SQTreatmentMachineSequence
        0210SQSourceSequence 0212ISSourceNumber 0214CSSourceType 0216LOSourceManufacturer
        0218DSActiveSourceDiameter 021aDSActiveSourceLength 021bSHSourceModelID
        021cLOSourceDescription 0222DSSourceEncapsulationNominalThickness
        0224DSSourceEncapsulationNominalTransmission 0226LOSourceIsotopeName
        0228DSSourceIsotopeHalfLife 0229CSSourceStrengthUnits 022aDSReferenceAirKermaRate
        022bDSSourceStrength 022cDASourceStrengthReferenceDate 022eTMSourceStrengthReferenceTime
        0230SQApplicationSetupSequence 0232CSApplicationSetupType 0234ISApplicationSetupNumber
        0236LOApplicationSetupName 0238LOApplicationSetupManufacturer 0240ISTemplateNumber
        0242SHTemplateType 0244LOTemplateName 0250DSTotalReferenceAirKerma
        0260SQBrachyAccessoryDeviceSequence 0262ISBrachyAccessoryDeviceNumber
        0263SHBrachyAccessoryDeviceID 0264CSBrachyAccessoryDeviceType
        0266LOBrachyAccessoryDeviceName 026aDSBrachyAccessoryDeviceNominalThickness
        026cDSBrachyAccessoryDeviceNominalTransmission 0271DSChannelEffectiveLength
        0272DSChannelInnerLength 0273SHAfterloaderChannelID 0274DSSourceApplicatorTipLength
        0280SQChannelSequence 0282ISChannelNumber 0284DSChannelLength 0286DSChannelTotalTime
        0288CSSourceMovementType 028aISNumberOfPulses 028cDSPulseRepetitionInterval
        0290ISSourceApplicatorNumber 0291SHSourceApplicatorID 0292CSSourceApplicatorType
        0294LOSourceApplicatorName 0296DSSourceApplicatorLength 0298LOSourceApplicatorManufacturer
        029cDSSourceApplicatorWallNominalThickness 029eDSSourceApplicatorWallNominalTransmission
        02a0DSSourceApplicatorStepSize 02a1ISApplicatorShapeReferencedROINumber
        02a2ISTransferTubeNumber 02a4DSTransferTubeLength 02b0SQChannelShieldSequence
        02b2ISChannelShieldNumber 02b3SHChannelShieldID 02b4LOChannelShieldName
        02b8DSChannelShieldNominalThickness 02baDSChannelShieldNominalTransmission
        02c8DSFinalCumulativeTimeWeight 02d0SQBrachyControlPointSequence
        02d2DSControlPointRelativePosition 02d4DSControlPoint3DPosition 02d6DSCumulativeTimeWeight
        02e0CSCompensatorDivergence 02e1CSCompensatorMountingPosition
        02e2DSSourceToCompensatorDistance 02e3FLTotalCompensatorTrayWaterEquivalentThickness
        02e4FLIsocenterToCompensatorTrayDistance 02e5FLCompensatorColumnOffset
        02e6FLIsocenterToCompensatorDistances 02e7FLCompensatorRelativeStoppingPowerRatio
        02e8FLCompensatorMillingToolDiameter 02eaSQIonRangeCompensatorSequence
        02ebLTCompensatorDescription 0302ISRadiationMassNumber 0304ISRadiationAtomicNumber
        """
}
