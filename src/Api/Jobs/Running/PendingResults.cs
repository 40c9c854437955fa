using LearnML.Api.Storage.Jobs;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// What a training has reported and the database does not have yet. What is added during one write is stored together in the next write,
/// because an epoch may be shorter than a write.
/// </summary>
/// <param name="lease">The right to write to the job.</param>
internal sealed class PendingResults(JobLease lease)
{
    private readonly List<EpochScores> epochs = [];
    private readonly List<(JobLogLevel Level, string Message)> logLines = [];
    private readonly List<TrialEnd> trialEnds = [];
    private bool hasCheckpoint;
    private long storedEpochs;

    /// <summary>The newest progress; null before the job's first batch in this process.</summary>
    public JobProgress? Progress { get; private set; }

    /// <summary>Whether everything is stored.</summary>
    public bool IsEmpty => epochs.Count + trialEnds.Count + logLines.Count == 0 && !hasCheckpoint;

    /// <summary>Adds what an event holds.</summary>
    public void Add(TrainingEvent reported)
    {
        Progress = reported.Progress ?? Progress;
        epochs.AddRange(reported.Epochs);
        hasCheckpoint |= reported.IsCheckpoint;
        if (reported.TrialEnd is { } end)
        {
            trialEnds.Add(end);
        }

        if (reported.LogLine is { } line)
        {
            logLines.Add(line);
        }
    }

    /// <summary>Stores everything. If a write fails, what it should have stored stays pending, and a repeated call continues there.</summary>
    /// <param name="publish">Receives each epoch after it is stored.</param>
    public void Store(Action<EpochMetrics> publish)
    {
        if (epochs.Count > 0)
        {
            var stored = lease.AddEpochs(storedEpochs, epochs, Progress);
            storedEpochs += epochs.Count;
            epochs.Clear();
            foreach (var epoch in stored)
            {
                publish(epoch);
            }
        }

        // After the epochs of the trials.
        if (trialEnds.Count > 0)
        {
            lease.EndTrials(trialEnds);
            trialEnds.Clear();
        }

        if (logLines.Count > 0)
        {
            lease.AddLogLines(logLines);
            logLines.Clear();
        }

        if (hasCheckpoint)
        {
            lease.ResetAttempts();
            hasCheckpoint = false;
        }
    }
}
