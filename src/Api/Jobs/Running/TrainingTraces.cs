using System.Diagnostics;
using LearnML.Api.Hosting;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Running;

/// <summary>Creates the trace spans of jobs, from the request that created a job to its epochs, across processes.</summary>
public sealed class TrainingTraces : IDisposable
{
    private readonly ActivitySource source = new(Instrumentation.Name);

    /// <summary>
    /// The W3C <c>traceparent</c> that a job stores of the request that creates it; null if the request is not traced. A request that its client
    /// traces is stored even if this process exports no traces, because the process that trains the job may export them.
    /// </summary>
    public string? CurrentTraceParent =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } request && (request.Recorded || source.HasListeners()) ? request.Id : null;

    /// <summary>Starts the span of a job's training in this process; null if traces are not recorded.</summary>
    public Activity? StartTraining(JobLease lease, string device)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ActivityContext.TryParse(lease.TraceParent, null, isRemote: true, out var request);
        return source.StartActivity(
            "train",
            ActivityKind.Consumer,
            request,
            [
                new("learnml.job.id", lease.JobId.ToString()),
                new("learnml.dataset", lease.Spec.Dataset),
                new("learnml.model", lease.Spec.Model),
                new("learnml.device", device),
                new("learnml.job.token", lease.Token),
            ]);
    }

    /// <summary>Adds a completed child span to a job's span.</summary>
    internal void AddSpan(Activity? jobSpan, string name,
        DateTimeOffset start, TimeSpan duration, params IEnumerable<KeyValuePair<string, object?>> tags)
    {
        if (jobSpan is not null && source.StartActivity(name, ActivityKind.Internal, jobSpan.Context, tags, startTime: start) is { } span)
        {
            span.SetEndTime((start + duration).UtcDateTime);
            span.Dispose();
        }
    }

    /// <summary>Records on a job's span how the job ended.</summary>
    internal static void SetEnd(Activity? jobSpan, JobEnd end) => jobSpan?
        .SetTag("learnml.job.state", EnumNames.Format(end.State))
        .SetTag("learnml.job.reason", EnumNames.Format(end.Reason))
        .SetStatus(end.State == JobState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
