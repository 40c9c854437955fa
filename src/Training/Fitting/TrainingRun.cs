using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>A job from its spec to its report: rows, network, training, the best epoch's checkpoint, evaluation.</summary>
/// <param name="jobId">The job.</param>
/// <param name="spec">What to run; valid.</param>
/// <param name="dataset">The spec's dataset.</param>
/// <param name="checkpoints">Where the best epoch is kept.</param>
/// <param name="device">One of <see cref="TorchDevices.All"/>.</param>
public sealed class TrainingRun(Guid jobId, JobSpec spec, ImageDataset dataset, CheckpointFolder checkpoints, string device)
{
    /// <summary>
    /// Runs to the end, synchronously, on the calling thread. The thread should be the run's own, for TorchSharp's
    /// dispose scopes and gradient mode belong to a thread.
    /// </summary>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="control">Ends it early.</param>
    /// <exception cref="DivergedException">An epoch's loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TrainingOutcome Execute(ITrainingObserver observer, TrainingControl control)
    {
        ArgumentNullException.ThrowIfNull(observer);
        using var scope = NewDisposeScope();
        var torchDevice = TorchDevices.Torch(device);
        using var random = new RunRandom(spec.Training.Seed, torchDevice);
        using var rows = Split.Of(spec.Validation, dataset, torchDevice, random.OnCpu);
        using var network = NetworkBuilder.Build(
            spec.Network, dataset.Summary.Height * dataset.Summary.Width, dataset.Summary.Classes.Count, torchDevice, random);
        using var trainer = new Trainer(spec, network, rows.Train, rows.Validation, random);

        CheckpointDescription? best = null;
        long samples = 0;
        var total = rows.Train.Count * spec.Training.Epochs;
        trainer.Fit(control, BatchEnded, EpochEnded);
        Restore(network);
        return new TrainingOutcome(samples < total, best!, Report(trainer, rows, control, best!));

        void BatchEnded(long size)
        {
            samples += size;
            observer.BatchEnded((double)samples / total, samples);
        }

        void EpochEnded(EpochScores scores)
        {
            if (best is null || scores.Validation.Loss < best.Validation.Loss)
            {
                best = checkpoints.Save(network, Describe(network, scores));
            }

            observer.EpochEnded(scores);
        }
    }

    private CheckpointDescription Describe(Sequential network, EpochScores scores) => new()
    {
        JobId = jobId,
        Spec = spec,
        DatasetHash = dataset.ContentHash,
        Input = new ImageInput(dataset.Summary.Height, dataset.Summary.Width, ImageScale.Maximum),
        Classes = dataset.Summary.Classes,
        Epoch = scores.Epoch,
        Validation = scores.Validation,
        Parameters = network.parameters().Sum(parameter => parameter.numel()),
    };

    private void Restore(Sequential network)
    {
        using var off = no_grad();
        var (_, parameters) = checkpoints.Load();
        foreach (var (name, parameter) in network.named_parameters())
        {
            parameter.copy_(parameters[name]);
        }
    }

    private Report Report(Trainer trainer, Split rows, TrainingControl control, CheckpointDescription best)
    {
        var classes = dataset.Summary.Classes;
        var scores = new TestScores(Answers.Of(trainer.Network, rows.Test), dataset.Test.Labels, classes);
        var confusionMatrix = scores.ConfusionMatrix();
        return new Report
        {
            JobId = jobId,
            Task = dataset.Summary.Task,
            Epoch = best.Epoch,
            Train = Score(rows.Train),
            Validation = Score(rows.Validation),
            Test = Score(rows.Test),
            Classes = classes,
            ConfusionMatrix = confusionMatrix,
            PerClass = TestScores.PerClass(confusionMatrix, classes),
            Samples = scores.Samples(),
            Diagnosis = spec.Validation.TestPart ? [SelectedOnTest] : [],
        };

        Metrics Score(RowSet set)
        {
            using var order = set.InOrder();
            return trainer.RunEpoch(set, order, learn: false, control, _ => { }).Metrics;
        }
    }

    private static Diagnosis SelectedOnTest { get; } = new(
        "selectedOnTest",
        "The epoch was chosen by the rows that the test score is measured on, so that score is a little too good. " +
        "For an independent one keep a share of the training rows for validation: \"validation\": {\"holdout\": 0.1}.");
}
