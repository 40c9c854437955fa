using LearnML.Api.Storage;

namespace LearnML.Api.Jobs.Running;

/// <summary>The database rejected the results of a job, and would reject them again.</summary>
/// <param name="cause">The exception of the database.</param>
internal sealed class ResultsRejectedException(Exception cause)
    : Exception($"The results of the job could not be stored: {DatabaseFailure.Describe(cause)}", cause);
