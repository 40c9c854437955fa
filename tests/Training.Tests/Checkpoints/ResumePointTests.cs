using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.State;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>The resume point is read from the header of a latest checkpoint, without its weights.</summary>
public sealed class ResumePointTests : IDisposable
{
    private const int Folds = 3;

    private readonly SmallRun run = new()
    {
        Spec = Specs.Small.Folds(Folds),
        FoldsInLockstep = 1,
        SaveInterval = new CheckpointInterval(TimeSpan.FromHours(1), 1),
    };

    [Fact]
    public void Without_a_checkpoint_there_is_none() => Assert.Null(run.Checkpoints.ReadResumePoint());

    [Fact]
    public void It_counts_the_reported_epochs_and_the_finished_folds()
    {
        BreakOff();

        Assert.Equal(new ResumePoint(ReportedEpochs: 4, FinishedFolds: 1, run.Dataset.TrainingDataHash), run.Checkpoints.ReadResumePoint());
    }

    [Fact]
    public void It_answers_with_damaged_weights_and_the_training_refuses_them()
    {
        BreakOff();
        var expected = run.Checkpoints.ReadResumePoint();
        var newest = Latest()[^1];
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^1]);

        Assert.Equal(expected, run.Checkpoints.ReadResumePoint());
        var observer = new RecordingObserver();
        run.Execute(run.Spec, observer, new());
        Assert.Equal([Path.GetFileName(newest)], observer.DamagedCheckpoints);
    }

    [Fact]
    public void A_checkpoint_has_the_spec_of_its_job()
    {
        Assert.Null(run.Checkpoints.ReadSpec());

        BreakOff();

        Assert.Equal(ToJson(run.Spec), ToJson(run.Checkpoints.ReadSpec()!));

        static string ToJson(JobSpec spec) => JsonSerializer.Serialize(spec, WireFormat.Options);
    }

    [Fact]
    public void It_reads_no_further_than_the_header()
    {
        BreakOff();
        var expected = run.Checkpoints.ReadResumePoint();
        var newest = Latest()[^1];
        var bytes = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest, bytes[..new SafetensorsFile(bytes).DataStart]);

        Assert.Equal(expected, run.Checkpoints.ReadResumePoint());
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("a header of no known length")]
    public void A_damaged_header_leaves_it_to_the_file_before(string content)
    {
        BreakOff();
        File.WriteAllText(Latest()[^1], content);

        Assert.Equal(3, run.Checkpoints.ReadResumePoint()!.ReportedEpochs);
    }

    // The names in the file are part of its format: files of earlier versions have them.
    [Fact]
    public void Files_of_earlier_versions_have_the_same_names()
    {
        using var scope = NewDisposeScope();
        var state = new TrainingState();
        state.SaveOrRestoreValue("dataset", "ab12");
        state.SaveOrRestoreValue("history", new[] { new { epoch = 1 }, new { epoch = 2 } });
        state.SaveOrRestoreValue("finished", 0);
        state.SaveOrRestoreTensor("weights.0.weight", ones(3));
        run.Checkpoints.GetLatest(1).Save(state);

        Assert.Equal(new ResumePoint(2, 0, "ab12"), run.Checkpoints.ReadResumePoint());
    }

    public void Dispose() => run.Dispose();

    /// <summary>Trains the first fold, which has three epochs, and an epoch of the second.</summary>
    private void BreakOff()
    {
        var epochs = 0;
        var batches = 0;
        var observer = new RecordingObserver
        {
            OnEpoch = _ => epochs++,
            OnBatch = _ =>
            {
                if (epochs == 4 && ++batches == 2)
                {
                    throw new InvalidOperationException("broken off");
                }
            },
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, observer, new()));
    }

    private string[] Latest() => [.. Directory.GetFiles(run.Path, "latest-*").Order(StringComparer.Ordinal)];
}
