namespace LearnML.Api.Jobs;

/// <summary>How a job is to go on.</summary>
/// <param name="Epochs">Epochs in all; null for those of its spec.</param>
public sealed record ResumeRequest(int? Epochs = null);
