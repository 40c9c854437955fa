using LearnML.Api.Jobs.Searches;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The body of a resume request.</summary>
/// <param name="Epochs">The total number of epochs, those already trained included; null for the number in the job's spec.</param>
/// <param name="Search">Changes of the job's search; null for none.</param>
public sealed record ResumeRequest(int? Epochs = null, ResumedSearch? Search = null);
