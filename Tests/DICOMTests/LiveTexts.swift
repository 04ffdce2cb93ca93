// Answers of a live Orthanc 1.10.1: what it showed of a PatientID under a SpecificCharacterSet.

/// SpecificCharacterSet, the raw value in hexadecimal, the text that was shown.
enum LiveTexts {
    static let rows = """
        ISO_IR 100|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        ISO_IR 100|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 100|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO_IR 101|41e9c4b1d0|A\u{E9}\u{C4}\u{105}\u{110}
        ISO_IR 101|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 101|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO_IR 109|41e9c4b1d0|A\u{E9}\u{C4}\u{127}
        ISO_IR 109|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 109|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO_IR 110|41e9c4b1d0|A\u{E9}\u{C4}\u{105}\u{110}
        ISO_IR 110|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 110|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO_IR 144|41e9c4b1d0|A\u{449}\u{424}\u{411}\u{430}
        ISO_IR 144|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 144|410e0f07e9|A\u{E}\u{F}\u{7}\u{449}
        ISO_IR 127|41e9c4b1d0|A\u{649}\u{624}\u{630}
        ISO_IR 127|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 127|410e0f07e9|A\u{E}\u{F}\u{7}\u{649}
        ISO_IR 126|41e9c4b1d0|A\u{3B9}\u{394}\u{B1}\u{3A0}
        ISO_IR 126|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 126|410e0f07e9|A\u{E}\u{F}\u{7}\u{3B9}
        ISO_IR 138|41e9c4b1d0|A\u{5D9}\u{B1}
        ISO_IR 138|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 138|410e0f07e9|A\u{E}\u{F}\u{7}\u{5D9}
        ISO_IR 148|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{11E}
        ISO_IR 148|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 148|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO_IR 203|41e9c4b1d0|A
        ISO_IR 203|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO_IR 203|410e0f07e9|A
        ISO_IR 166|41e9c4b1d0|A\u{E49}\u{E24}\u{E11}\u{E30}
        ISO_IR 166|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 166|410e0f07e9|A\u{E}\u{F}\u{7}\u{E49}
        ISO_IR 13|41e9c4b1d0|A\u{9BD1}\u{FF71}\u{FF90}
        ISO_IR 13|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 13|410e0f07e9|A\u{E}\u{F}\u{7}
        ISO_IR 192|41e9c4b1d0|A
        ISO_IR 192|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 192|485e1b242943bcbaedc0|H^\u{1B}$)C
        ISO_IR 192|5a1b242941cdf5|Z\u{1B}$)A
        ISO_IR 192|410e0f07e9|A\u{E}\u{F}\u{7}
        GB18030|41e9c4b1d0|A\u{69DF}\u{6BD9}
        GB18030|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        GB18030|410e0f07e9|A\u{E}\u{F}\u{7}
        GBK|41e9c4b1d0|A\u{69DF}\u{6BD9}
        GBK|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        GBK|410e0f07e9|A\u{E}\u{F}\u{7}
        FOO|41e9c4b1d0|A
        FOO|595e1b24423b3345441b2842|Y^$B;3ED(B
        FOO|485e1b242943bcbaedc0|H^$)C
        FOO|5a1b242941cdf5|Z$)A
        FOO|410e0f07e9|A
        ISO_IR 6|41e9c4b1d0|A
        ISO_IR 6|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO_IR 6|410e0f07e9|A
        |41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        |595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        |410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO 2022 IR 6|41e9c4b1d0|A
        ISO 2022 IR 6|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO 2022 IR 6|410e0f07e9|A
        ISO 2022 IR 100|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        ISO 2022 IR 100|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 100|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO 2022 IR 101|41e9c4b1d0|A\u{E9}\u{C4}\u{105}\u{110}
        ISO 2022 IR 101|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 101|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO 2022 IR 109|41e9c4b1d0|A\u{E9}\u{C4}\u{127}
        ISO 2022 IR 109|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 109|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO 2022 IR 110|41e9c4b1d0|A\u{E9}\u{C4}\u{105}\u{110}
        ISO 2022 IR 110|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 110|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO 2022 IR 144|41e9c4b1d0|A\u{449}\u{424}\u{411}\u{430}
        ISO 2022 IR 144|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 144|410e0f07e9|A\u{E}\u{F}\u{7}\u{449}
        ISO 2022 IR 127|41e9c4b1d0|A\u{649}\u{624}\u{630}
        ISO 2022 IR 127|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 127|410e0f07e9|A\u{E}\u{F}\u{7}\u{649}
        ISO 2022 IR 126|41e9c4b1d0|A\u{3B9}\u{394}\u{B1}\u{3A0}
        ISO 2022 IR 126|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 126|410e0f07e9|A\u{E}\u{F}\u{7}\u{3B9}
        ISO 2022 IR 138|41e9c4b1d0|A\u{5D9}\u{B1}
        ISO 2022 IR 138|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 138|410e0f07e9|A\u{E}\u{F}\u{7}\u{5D9}
        ISO 2022 IR 148|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{11E}
        ISO 2022 IR 148|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 148|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        ISO 2022 IR 203|41e9c4b1d0|A
        ISO 2022 IR 203|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO 2022 IR 203|410e0f07e9|A
        ISO 2022 IR 166|41e9c4b1d0|A\u{E49}\u{E24}\u{E11}\u{E30}
        ISO 2022 IR 166|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 166|410e0f07e9|A\u{E}\u{F}\u{7}\u{E49}
        ISO 2022 IR 13|41e9c4b1d0|A\u{9BD1}\u{FF71}\u{FF90}
        ISO 2022 IR 13|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 13|410e0f07e9|A\u{E}\u{F}\u{7}
        ISO 2022 IR 87|41e9c4b1d0|A
        ISO 2022 IR 87|595e1b24423b3345441b2842|Y^\u{5C71}\u{7530}
        ISO 2022 IR 159|41e9c4b1d0|A
        ISO 2022 IR 159|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO 2022 IR 159|410e0f07e9|A
        ISO 2022 IR 149|41e9c4b1d0|A\u{7528}\u{ADC8}
        ISO 2022 IR 149|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 149|485e1b242943bcbaedc0|H^\u{1B}$)C\u{C131}\u{8CC7}
        ISO 2022 IR 149|5a1b242941cdf5|Z\u{1B}$)A\u{73D9}
        ISO 2022 IR 149|410e0f07e9|A\u{E}\u{F}\u{7}
        ISO 2022 IR 58|41e9c4b1d0|A\u{69DF}\u{6BD9}
        ISO 2022 IR 58|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO 2022 IR 58|485e1b242943bcbaedc0|H^\u{1B}$)C\u{5DF1}\u{781D}
        ISO 2022 IR 58|5a1b242941cdf5|Z\u{1B}$)A\u{738B}
        ISO 2022 IR 58|410e0f07e9|A\u{E}\u{F}\u{7}
        \\ISO 2022 IR 87|41e9c4b1d0|A
        \\ISO 2022 IR 87|595e1b24423b3345441b2842|Y^\u{5C71}\u{7530}
        ISO 2022 IR 13\\ISO 2022 IR 87|41e9c4b1d0|A\u{9BD1}\u{FF71}\u{FF90}
        ISO 2022 IR 13\\ISO 2022 IR 87|595e1b24423b3345441b2842|Y^;3ED
        ISO 2022 IR 13\\ISO 2022 IR 87|410e0f07e9|A\u{7}
        \\ISO 2022 IR 149|41e9c4b1d0|A\u{7528}\u{ADC8}
        \\ISO 2022 IR 149|595e1b24423b3345441b2842|Y^;3ED
        \\ISO 2022 IR 149|485e1b242943bcbaedc0|H^\u{C131}\u{8CC7}
        \\ISO 2022 IR 149|5a1b242941cdf5|Z\u{73D9}
        \\ISO 2022 IR 149|410e0f07e9|A\u{7}
        \\ISO 2022 IR 58|41e9c4b1d0|A\u{69DF}\u{6BD9}
        \\ISO 2022 IR 58|595e1b24423b3345441b2842|Y^;3ED
        \\ISO 2022 IR 58|485e1b242943bcbaedc0|H^\u{5DF1}\u{781D}
        \\ISO 2022 IR 58|5a1b242941cdf5|Z\u{738B}
        \\ISO 2022 IR 58|410e0f07e9|A\u{7}
        ISO 2022 IR 100\\ISO 2022 IR 126|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        ISO 2022 IR 100\\ISO 2022 IR 126|595e1b24423b3345441b2842|Y^;3ED
        ISO 2022 IR 100\\ISO 2022 IR 126|485e1b242943bcbaedc0|H^\u{BC}\u{BA}\u{ED}\u{C0}
        ISO 2022 IR 100\\ISO 2022 IR 126|5a1b242941cdf5|Z\u{CD}\u{F5}
        ISO 2022 IR 100\\ISO 2022 IR 126|410e0f07e9|A\u{7}\u{E9}
        ISO 2022 IR 6\\ISO 2022 IR 100|41e9c4b1d0|A
        ISO 2022 IR 6\\ISO 2022 IR 100|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO 2022 IR 6\\ISO 2022 IR 100|410e0f07e9|A
        ISO_IR 100\\ISO 2022 IR 144|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        ISO_IR 100\\ISO 2022 IR 144|595e1b24423b3345441b2842|Y^;3ED
        ISO_IR 100\\ISO 2022 IR 144|410e0f07e9|A\u{7}\u{E9}
        FOO\\ISO_IR 100|41e9c4b1d0|A
        FOO\\ISO_IR 100|595e1b24423b3345441b2842|Y^$B;3ED(B
        FOO\\ISO_IR 100|410e0f07e9|A
        ISO_IR 100\\FOO|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        ISO_IR 100\\FOO|595e1b24423b3345441b2842|Y^;3ED
        ISO_IR 100\\FOO|410e0f07e9|A\u{7}\u{E9}
        ISO_IR 6\\FOO|41e9c4b1d0|A
        ISO_IR 6\\FOO|595e1b24423b3345441b2842|Y^$B;3ED(B
        ISO_IR 6\\FOO|410e0f07e9|A
        iso_ir 100|41e9c4b1d0|A\u{E9}\u{C4}\u{B1}\u{D0}
        iso_ir 100|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        iso_ir 100|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        \\ISO_IR 192|41e9c4b1d0|A
        \\ISO_IR 192|595e1b24423b3345441b2842|Y^;3ED
        \\ISO_IR 192|410e0f07e9|A\u{7}
        \\ISO 2022 IR 87\\ISO 2022 IR 159|41e9c4b1d0|A
        \\ISO 2022 IR 87\\ISO 2022 IR 159|595e1b24423b3345441b2842|Y^\u{5C71}\u{7530}
        ISO_IR 101|41e9c4b1d0|A\u{E9}\u{C4}\u{105}\u{110}
        ISO_IR 101|595e1b24423b3345441b2842|Y^\u{1B}$B;3ED\u{1B}(B
        ISO_IR 101|410e0f07e9|A\u{E}\u{F}\u{7}\u{E9}
        """
}
