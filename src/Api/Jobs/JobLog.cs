using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>Writes the logs of jobs.</summary>
internal static class JobLog
{
    /// <summary>
    /// Adds lines to a job's log within the caller's transaction, which has changed the job's row before and so holds it: lines are numbered in the order
    /// in which they are committed, and who asks for those after a number misses none.
    /// </summary>
    public static void Log(this LearnMLContext context, Guid jobId, DateTimeOffset at, params IReadOnlyList<(JobLogLevel Level, string Message)> lines)
    {
        var last = context.JobLogs.Where(row => row.JobId == jobId).Max(row => (long?)row.Sequence) ?? 0;
        context.AddRange(lines.Select((line, index) => new JobLogRow { JobId = jobId, Sequence = last + 1 + index, At = at, Level = line.Level, Message = line.Message }));
        context.SaveChanges();
    }

    /// <summary>The line of a job that has ended.</summary>
    /// <param name="state">How.</param>
    /// <param name="startedAt">When it began to run; null where it did not.</param>
    /// <param name="endedAt">When it ended.</param>
    /// <param name="version">The model version that it added; null where it added none.</param>
    public static (JobLogLevel Level, string Message) Ended(JobState state, DateTimeOffset? startedAt, DateTimeOffset endedAt, (string Name, int Number)? version = null)
    {
        var after = startedAt is { } start ? string.Create(CultureInfo.InvariantCulture, $"{(endedAt - start).TotalSeconds:f1} seconds after it began") : "before it began";
        var added = version is var (name, number) ? string.Create(CultureInfo.InvariantCulture, $" It added version {number} of the model {name}.") : "";
        return (JobLogLevel.Information, $"The job ended as {EnumWord.Of(state)} {after}.{added}");
    }
}
