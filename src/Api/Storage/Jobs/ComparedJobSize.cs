namespace LearnML.Api.Storage.Jobs;

/// <summary>How long the texts of a stored job are.</summary>
/// <param name="Id">The id of the job.</param>
/// <param name="SpecBytes">The bytes of its spec.</param>
/// <param name="ReportBytes">The bytes of its report; 0 without one.</param>
internal sealed record ComparedJobSize(Guid Id, int SpecBytes, int ReportBytes);
