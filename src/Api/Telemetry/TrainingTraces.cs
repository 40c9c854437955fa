using System.Diagnostics;
using LearnML.Api.Jobs;

namespace LearnML.Api.Telemetry;

/// <summary>Traces of jobs, from the request that made one to its epochs, in whichever processes.</summary>
public sealed class TrainingTraces : IDisposable
{
    private readonly ActivitySource source = new(TelemetrySetup.Name);

    /// <summary>
    /// What a job is to remember of the request that makes it, as a W3C <c>traceparent</c>; null where nobody traces. A request that its client
    /// traces is remembered also where this process itself exports nothing: whoever trains may.
    /// </summary>
    public string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } request && (request.Recorded || source.HasListeners()) ? request.Id : null;

    /// <summary>Begins the span of a job's training in this process; null where nobody traces it.</summary>
    public Activity? Train(JobLease lease, string device)
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

    /// <summary>Adds a span that has ended to a job's.</summary>
    internal void Add(Activity? job, string name, DateTimeOffset start, TimeSpan took, params IEnumerable<KeyValuePair<string, object?>> tags)
    {
        if (job is not null && source.StartActivity(name, ActivityKind.Internal, job.Context, tags, startTime: start) is { } span)
        {
            span.SetEndTime((start + took).UtcDateTime);
            span.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
