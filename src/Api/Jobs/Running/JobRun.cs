using System.Diagnostics;
using LearnML.Api.Storage.Jobs;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Api.Jobs.Running;

/// <summary>A job while this process trains it.</summary>
/// <param name="Lease">The right to write to the job.</param>
/// <param name="Device">The training device.</param>
/// <param name="Span">The job's trace span; null if traces are not recorded.</param>
/// <param name="Control">Ends the training early.</param>
/// <param name="Writer">Stores what the training reports.</param>
/// <param name="Shutdown">Cancelled when the service shuts down.</param>
internal sealed record JobRun(
    JobLease Lease, string Device, Activity? Span, TrainingControl Control, JobWriter Writer, CancellationToken Shutdown);
