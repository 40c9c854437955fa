using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Adds lines to the logs of jobs.</summary>
internal static class JobLog
{
    /// <summary>
    /// Adds lines to a job's log in the caller's transaction. That transaction must have updated the job's row before, which locks the row. Therefore
    /// the lines are numbered in the order of their commits, and a client that reads the lines after a number misses none.
    /// </summary>
    public static void AddLogLines(
        this LearnMLContext context, Guid jobId, DateTimeOffset at, params IReadOnlyList<(JobLogLevel Level, string Message)> lines)
    {
        AddRows(context, jobId, at, context.JobLogs.Where(row => row.JobId == jobId).Max(row => (long?)row.Sequence), lines);
        context.SaveChanges();
    }

    /// <inheritdoc cref="AddLogLines"/>
    public static async Task AddLogLinesAsync(
        this LearnMLContext context, Guid jobId, DateTimeOffset at, params IReadOnlyList<(JobLogLevel Level, string Message)> lines)
    {
        AddRows(context, jobId, at, await context.JobLogs.Where(row => row.JobId == jobId).MaxAsync(row => (long?)row.Sequence), lines);
        await context.SaveChangesAsync();
    }

    /// <summary>Returns the log line of a job that has ended.</summary>
    /// <param name="state">The final state.</param>
    /// <param name="startedAt">When the job started to run; null if it never did.</param>
    /// <param name="endedAt">When the job ended.</param>
    /// <param name="version">The model version that the job added; null if it added none.</param>
    public static (JobLogLevel Level, string Message) DescribeEnd(
        JobState state, DateTimeOffset? startedAt, DateTimeOffset endedAt, (string Name, int Number)? version = null)
    {
        var after = startedAt is { } start
            ? string.Create(CultureInfo.InvariantCulture, $"{(endedAt - start).TotalSeconds:f1} seconds after it started")
            : "before it started";
        var added = version is var (name, number)
            ? string.Create(CultureInfo.InvariantCulture, $" It added version {number} of the model {name}.")
            : "";
        return (JobLogLevel.Information, $"The job ended as {EnumNames.Format(state)} {after}.{added}");
    }

    private static void AddRows(
        LearnMLContext context, Guid jobId, DateTimeOffset at, long? last, IReadOnlyList<(JobLogLevel Level, string Message)> lines) =>
        context.AddRange(lines.Select((line, index) =>
            new JobLogRow { JobId = jobId, Sequence = (last ?? 0) + 1 + index, At = at, Level = line.Level, Message = line.Message }));
}
