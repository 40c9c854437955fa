namespace LearnML.Contracts;

/// <summary>A job beside others.</summary>
/// <param name="Id">The job.</param>
/// <param name="State">How far it is.</param>
/// <param name="Model">The model that it is for.</param>
/// <param name="Version">The version that it added; null where it has none (yet).</param>
/// <param name="Epoch">The epoch that it kept; null where it has no report (yet).</param>
/// <param name="Train">Its final scores on the rows that were trained on; null where there are none.</param>
/// <param name="Validation">The same on the validation rows.</param>
/// <param name="Test">The same on the test part.</param>
/// <param name="Diagnosis">What stands out, in words.</param>
/// <param name="Curve">Its epochs.</param>
public sealed record ComparedJob(
    Guid Id,
    JobState State,
    string Model,
    int? Version,
    int? Epoch,
    Metrics? Train,
    Metrics? Validation,
    Metrics? Test,
    IReadOnlyList<Diagnosis> Diagnosis,
    IReadOnlyList<CurvePoint> Curve);
