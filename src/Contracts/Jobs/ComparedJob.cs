namespace LearnML.Contracts;

/// <summary>One job of a comparison.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="State">The job's state.</param>
/// <param name="Model">The model that the job adds a version to.</param>
/// <param name="Version">The version that the job added; null if it has added none (yet).</param>
/// <param name="Epoch">The kept epoch; null if the job has no report (yet).</param>
/// <param name="Train">The final metrics on the training rows; null if there are none.</param>
/// <param name="Validation">The final metrics on the validation rows; null if there are none.</param>
/// <param name="Test">The final metrics on the test part; null if there are none.</param>
/// <param name="Diagnosis">Observations about the run, in words.</param>
/// <param name="Curve">The metrics of each epoch; for a job with thousands of epochs, of evenly spaced ones with the first and the last.</param>
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
