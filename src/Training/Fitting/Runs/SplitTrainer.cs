using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Explanations;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Importance;
using LearnML.Training.Fitting.Memory;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>
/// Trains the networks of one or several splits in lockstep, as members of one batched network. Reads top to bottom: a run is a loop of epochs,
/// an epoch trains all splits together (<see cref="EpochTrainer"/> does the steps) and then ends for each split by itself.
/// </summary>
internal sealed class SplitTrainer : IDisposable
{
    private readonly JobSpec spec;
    private readonly TrainingData data;
    private readonly IReadOnlyList<Split> splits;
    private readonly IReadOnlyList<JobSpec> specs;
    private readonly SplitData splitData;
    private readonly BatchedRandom random;
    private readonly LossFunction lossFunction;
    private readonly EpochTrainer trainer;
    private readonly RowShuffler shuffler;
    private readonly SplitEvaluator evaluator;
    private readonly SplitProgress[] progress;
    private readonly bool[] hasDiverged;
    private readonly BestWeights bestWeights;
    private readonly KeptLayerMetrics keptLayers;
    private readonly SplitState state;
    private IReadOnlyList<EpochScores> restoredHistory = [];
    private float[][]? validationOutputs;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The data to train on.</param>
    /// <param name="splits">The splits to train together. Each can belong to a trial with settings of its own.</param>
    /// <param name="device">The device to train on.</param>
    /// <exception cref="OutOfDeviceMemoryException">There is too little free memory.</exception>
    public SplitTrainer(JobSpec spec, TrainingData data, IReadOnlyList<Split> splits, Device device)
    {
        (this.spec, this.data) = (spec, data);
        MemoryCheck.Require(spec, data, splits, device);

        // The batched network requires that the members with the most rows come first.
        this.splits = [.. splits.OrderByDescending(split => split.Train.Length)];
        splitData = new SplitData(spec, data, this.splits);
        specs = [.. this.splits.Select(split => split.Trial?.Spec ?? spec)];
        random = new BatchedRandom(splitData.Members.Repeat(split => specs[split].Training.Seed).Zip(splitData.Members.Ids));
        Network = new BatchedNetwork(
            spec.Network,
            splitData.Inputs,
            data.OutputWidth,
            device,
            random,
            spec.Training.Precision,
            members: splitData.Members.Repeat(split => specs[split].Network));
        lossFunction = CreateLossFunction(device);
        trainer = new EpochTrainer(spec, Network, lossFunction, optimizers: splitData.Members.Repeat(split => specs[split].Optimizer));
        trainer.Initialize(splitData.Train);
        shuffler = new RowShuffler(splitData.Train, random);
        evaluator = new SplitEvaluator(data, this.splits, splitData, trainer);
        bestWeights = new BestWeights(Network, this.splits.Count);
        progress = [.. this.splits.Select((split, index) => new SplitProgress(specs[index], split.Trial?.Number))];
        hasDiverged = new bool[this.splits.Count];
        keptLayers = new KeptLayerMetrics(spec, Network.LinearPaths.Count);
        state = new SplitState(Network, trainer, shuffler, random, bestWeights, splitData.Members);
    }

    /// <summary>The networks, starting with those of the split that has the most training rows.</summary>
    public BatchedNetwork Network { get; }

    /// <summary>The numbers of the folds being trained, in ascending order; empty without cross-validation and for the final network.</summary>
    public IReadOnlyList<int> Folds => [.. splits.Select(split => split.Fold).OfType<int>().Distinct().Order()];

    /// <summary>The number of parameters of the networks of one split.</summary>
    public long ParametersPerSplit => Network.ParameterCount / splits.Count;

    /// <summary>The number of rows with a target in the training part, including the rows held out for validation.</summary>
    public long TotalRows => data.TrainRows.LongLength;

    public int CompletedEpochs { get; private set; }

    /// <summary>Whether the training was stopped before its last epoch.</summary>
    public bool IsStopped { get; private set; }

    private SplitImportance Importance => new(spec, data, splits, splitData, trainer);

    /// <summary>The encoded data of the split with the most training rows.</summary>
    public PreparedData Prepared => splitData.PreparedFor(0);

    /// <summary>Trains all epochs, loads the weights of the kept epochs into the network, and evaluates them.</summary>
    /// <param name="epochs">The number of epochs, including those that a restored checkpoint contains.</param>
    /// <param name="keep">The epoch whose weights and scores are kept.</param>
    /// <param name="stopCondition">Decides whether to stop early.</param>
    /// <param name="runProgress">Receives the progress, and restores a checkpoint if there is one.</param>
    /// <returns>The result of each split, in the order of the trials and folds, without those of trials that diverged.</returns>
    /// <exception cref="DivergedException">
    /// The loss became too large, or a loss, gradient or layer is no longer finite. A trial that diverges only ends itself.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public IReadOnlyList<SplitResult> Run(int epochs, KeptEpoch keep, StopCondition stopCondition, RunProgress runProgress)
    {
        _ = Train(epochs, keep, stopCondition, runProgress, untilHalfHaveEnded: false);
        bestWeights.RestoreBest();
        var isLastKept = Array.TrueForAll(bestWeights.KeptEpochs, kept => kept == CompletedEpochs);
        return evaluator.Evaluate(progress, bestWeights.KeptEpochs, isLastKept ? validationOutputs : null, stopCondition);
    }

    /// <summary>Trains trials up to an epoch, or until half of them have ended, and returns how far each came.</summary>
    /// <param name="epochs">The last epoch.</param>
    /// <param name="keep">The epoch whose weights and scores are kept.</param>
    /// <param name="stopCondition">Decides whether to stop early.</param>
    /// <param name="runProgress">Receives the progress, and restores a checkpoint if there is one.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public IReadOnlyList<TrainedSplit> RunTrials(int epochs, KeptEpoch keep, StopCondition stopCondition, RunProgress runProgress)
    {
        var choice = Train(epochs, keep, stopCondition, runProgress, untilHalfHaveEnded: true);
        return
        [
            .. splits.Select((split, index) => new TrainedSplit(
                split, progress[index].HasDiverged ? null : progress[index].History[bestWeights.KeptEpochs[index] - 1], choice.HasEnded(index))),
        ];
    }

    /// <summary>Returns copies of the weights and running statistics of the kept epoch of a split's networks.</summary>
    public float[][] CopyWeights(Split split) => state.CopyWeights(IndexOf(split));

    /// <summary>Returns everything that the further training of a split depends on, for <see cref="Continue"/>. Call it between two epochs.</summary>
    public byte[] Pause(Split split) => state.Pause(IndexOf(split));

    /// <summary>Goes on with splits that other trainers paused after the same epoch.</summary>
    /// <param name="paused">The state of each split.</param>
    /// <param name="epoch">The last epoch that they were trained for.</param>
    /// <param name="history">The scores of their epochs.</param>
    public void Continue(Func<Split, byte[]> paused, int epoch, IReadOnlyList<EpochScores> history)
    {
        foreach (var (index, split) in splits.Index())
        {
            state.Continue(index, paused(split));
        }

        (CompletedEpochs, restoredHistory) = (epoch, history);
    }

    /// <summary>Loads weights into the networks of a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="weights">The weights of all its members, from <see cref="CopyWeights"/>.</param>
    public void Load(Split split, IReadOnlyList<float[]> weights) => state.Load(IndexOf(split), weights);

    /// <summary>Returns the outputs of each member of each split for its validation rows.</summary>
    public IReadOnlyDictionary<Split, float[][]> PredictValidation(CancellationToken cancellationToken)
    {
        var outputs = trainer.Predict(splitData.Validation, cancellationToken);
        return splits.Index().ToDictionary(split => split.Item, split => splitData.Members.Of(split.Index, outputs));
    }

    /// <summary>Returns the error on the validation rows of a split of the mean of these outputs of members.</summary>
    public double ErrorOf(Split split, StoppingMetric objective, float[][] outputs) =>
        SearchObjective.ErrorOf(objective, evaluator.ValidationMetrics(IndexOf(split), Ensemble.AverageOutputs(data.Task, outputs)));

    /// <summary>Evaluates weights that were loaded.</summary>
    /// <param name="epochOf">Returns the epoch that the weights of a split are from.</param>
    /// <param name="history">The scores of every epoch of the splits.</param>
    /// <param name="stopCondition">Whether the training was stopped.</param>
    /// <returns>The result of each split, in the order of the folds.</returns>
    public IReadOnlyList<SplitResult> Evaluate(Func<Split, int> epochOf, IReadOnlyList<EpochScores> history, StopCondition stopCondition)
    {
        foreach (var scores in history)
        {
            progress[splits.Index().First(split => split.Item.Fold == scores.Fold).Index].Add(scores);
        }

        return evaluator.Evaluate(progress, [.. splits.Select(epochOf)], null, stopCondition);
    }

    /// <summary>Measures the untrained networks of the first split on one batch, with a learning rate of 0.</summary>
    public EpochScores MeasureUntrained()
    {
        var batch = splitData.Train.SampleAtMost(spec.Training.BatchSize);
        var schedule = new LearningRateSchedule(spec.Optimizer with { LearningRate = 0, Schedule = new ScheduleSpec() }, epochs: 1);
        var rates = new EpochLearningRates(
            [.. batch.Rows.Select(_ => schedule)], 1, batch.StepCounts(spec.Training.BatchSize), [.. batch.Rows.Select(_ => 1.0)]);
        using var order = batch.InOrder();
        using var layers = new LayerStatistics(Network, splitData.Train);
        var means = trainer.TrainEpoch(batch, order, rates, StopCondition.Never, _ => { });
        return evaluator.Score(0, new EpochMeasurements(1, TimeSpan.Zero, means, rates.LastUsed, layers.Measure(means), ValidationOutputs: [[]]));
    }

    /// <summary>Saves everything that the next batch depends on to a checkpoint, or restores it from one.</summary>
    /// <param name="checkpoint">The training state to write to or to read from.</param>
    /// <param name="history">The scores of the epochs that the run has reported.</param>
    public void SaveOrRestore(TrainingState checkpoint, IReadOnlyList<EpochScores> history)
    {
        CompletedEpochs = checkpoint.SaveOrRestoreValue("epoch", CompletedEpochs);
        state.SaveOrRestore(checkpoint);
        if (splits[0].ScoresTrial)
        {
            checkpoint.SaveOrRestoreValue("trials.diverged", hasDiverged).CopyTo(hasDiverged, 0);
        }

        restoredHistory = history;
    }

    /// <summary>Returns the predictions of the first split's networks for the test rows; null if there are none.</summary>
    public Predictions? PredictTest(CancellationToken cancellationToken) => data.TestRows.Length == 0
        ? null
        : Prepared.ToPredictions(evaluator.Predict(splitData.Test, cancellationToken)[0], data.TestRows, data.TestTargets);

    /// <summary>Adds the importance of the columns on the validation rows to the results of the kept epochs.</summary>
    /// <param name="results">The results, from <see cref="Run"/>; the network still has their weights.</param>
    /// <param name="parts">The number of splits of which the importance is the mean.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public IReadOnlyList<SplitResult> AddImportance(IReadOnlyList<SplitResult> results, int parts, CancellationToken cancellationToken)
    {
        var sums = Importance.OnValidationRows(parts, spec.Network.Ensemble * Network.MultiplyAdds, cancellationToken);
        return
        [
            .. results.Select(result => result with { Importance = sums[splits.Index().First(split => split.Item == result.Split).Index] }),
        ];
    }

    /// <summary>Returns a few encoded training rows of the first split, [rows, inputs], from the seed.</summary>
    public float[] ReadBackground() => splitData.ReadBackground();

    /// <summary>Returns the importance of the columns on the test rows.</summary>
    public ImportanceSums ExplainTest(CancellationToken cancellationToken) =>
        Importance.OnTestRows(spec.Network.Ensemble * Network.MultiplyAdds, cancellationToken);

    public void Dispose()
    {
        bestWeights.Dispose();
        trainer.Dispose();
        lossFunction.Dispose();
        Network.Dispose();
        random.Dispose();
        splitData.Dispose();
    }

    /// <summary>The training loop. Returns which splits have ended.</summary>
    private EpochChoice Train(int epochs, KeptEpoch keep, StopCondition stopCondition, RunProgress runProgress, bool untilHalfHaveEnded)
    {
        runProgress.StartTraining(this);
        var choice = new EpochChoice(keep, progress);
        RestoreHistory(choice);
        ReportEndedTrials(Enumerable.Range(0, splits.Count), choice, runProgress);
        using var layers = new LayerStatistics(Network, splitData.Train);
        IsStopped = CompletedEpochs > 0 && stopCondition.IsMet;
        while (CompletedEpochs < epochs && !IsStopped && !choice.HaveAllEnded && !(untilHalfHaveEnded && HaveHalfEnded(choice)))
        {
            var measured = TrainEpoch(layers, choice, stopCondition, runProgress);
            EndEpoch(measured, choice, runProgress);

            // Asked once in an epoch, so that the training never stops without the checkpoint of a stop.
            IsStopped = stopCondition.IsMet;
            runProgress.EpochEnded(isLast: IsStopped);
        }

        return choice;
    }

    /// <summary>Trains all splits for one epoch and measures the result. A resumed epoch goes on with its next batch.</summary>
    private EpochMeasurements TrainEpoch(
        LayerStatistics layers,
        EpochChoice choice,
        StopCondition stopCondition,
        RunProgress runProgress)
    {
        using var order = trainer.IsWithinEpoch ? shuffler.Repeat() : shuffler.Shuffle();
        var rates = new EpochLearningRates(
            splitData.Members.Repeat(split => progress[split].Schedule),
            CompletedEpochs + 1,
            splitData.Train.StepCounts(spec.Training.BatchSize),
            splitData.Members.Repeat(split => progress[split].PlateauFactor));
        var means = trainer.TrainEpoch(splitData.Train, order, rates, stopCondition, counts => runProgress.BatchEnded(CountRows(counts, choice)));
        validationOutputs = evaluator.Predict(splitData.Validation, stopCondition.CancellationToken);
        CompletedEpochs++;
        return new EpochMeasurements(CompletedEpochs, stopCondition.Elapsed, means, rates.LastUsed, layers.Measure(means), validationOutputs);
    }

    /// <summary>Ends an epoch for each split that is still trained, and reports the scores in the order of the folds.</summary>
    /// <exception cref="DivergedException">The training of a split diverged. The finite scores were reported before.</exception>
    private void EndEpoch(EpochMeasurements measured, EpochChoice choice, RunProgress runProgress)
    {
        var trained = Enumerable.Range(0, splits.Count).Where(split => !choice.HasEnded(split)).ToArray();
        var ended = trained.Select(split => AddEpoch(split, evaluator.Score(split, measured))).ToArray();
        EpochScores[] scores =
        [
            .. ended.Select(split => split.Diverged is null ? split.Scores : split.Scores.FinitePart).OfType<EpochScores>()
                .OrderBy(split => split.Fold),
        ];
        runProgress.ReportEpoch(scores);
        EndDiverged(trained.Zip(ended, (split, end) => (split, end.Diverged)), choice);
        foreach (var split in trained.Where(split => !choice.IsMade(split)))
        {
            bestWeights.Consider(split, CompletedEpochs, AddToChoice(split, CompletedEpochs, choice));
            if (choice.HasEnded(split))
            {
                bestWeights.FinishSplit(split);
            }
        }

        ReportEndedTrials(trained, choice, runProgress);
    }

    /// <summary>Reports the trials among these splits whose training has ended before that of their stack.</summary>
    private void ReportEndedTrials(IEnumerable<int> among, EpochChoice choice, RunProgress runProgress)
    {
        foreach (var trial in among.Where(split => splits[split].ScoresTrial && choice.HasEnded(split)).GroupBy(split => splits[split].Trial!.Number))
        {
            if (trial.Any(split => progress[split].HasDiverged))
            {
                runProgress.ReportTrial(trial.Key, TrialState.Diverged, null, null);
                continue;
            }

            var kept = trial.Select(split => progress[split].History[bestWeights.KeptEpochs[split] - 1].Validation!).ToArray();
            runProgress.ReportTrial(
                trial.Key,
                TrialState.Finished,
                EpochSelection.Average(trial.Select(split => bestWeights.KeptEpochs[split])),
                MetricsStatistics.Mean(kept));
        }
    }

    /// <summary>Ends the trials that diverged, with all their folds. Without a search, a divergence ends the run.</summary>
    private void EndDiverged(IEnumerable<(int Split, DivergedException? Diverged)> ended, EpochChoice choice)
    {
        foreach (var (split, diverged) in ended.Where(each => each.Diverged is not null))
        {
            if (!splits[split].ScoresTrial)
            {
                throw diverged!;
            }

            foreach (var fold in choice.SplitsOfTrial(split).Where(fold => !progress[fold].HasDiverged))
            {
                progress[fold].HasDiverged = hasDiverged[fold] = true;
                choice.End(fold);
                bestWeights.FinishSplit(fold);
            }
        }
    }

    /// <summary>Adds the scores of an epoch to a split, unless it diverged.</summary>
    private (EpochScores Scores, DivergedException? Diverged) AddEpoch(int split, EpochScores scores)
    {
        if (evaluator.DetectDivergence(split, scores) is { } diverged)
        {
            return (scores, diverged);
        }

        scores = !splits[split].ScoresTrial && keptLayers.Includes(scores.Epoch) ? scores : scores with { Layers = [] };
        progress[split].Add(scores);
        return (scores, null);
    }

    /// <summary>Adds the epochs that a restored checkpoint contains. The weights that they chose are restored with it.</summary>
    private void RestoreHistory(EpochChoice choice)
    {
        foreach (var (split, _) in hasDiverged.Index().Where(each => each.Item))
        {
            progress[split].HasDiverged = true;
            choice.End(split);
        }

        foreach (var epoch in restoredHistory.GroupBy(scores => scores.Epoch).OrderBy(epoch => epoch.Key))
        {
            var trained = splits.Index()
                .Select(split => (split.Index, Scores: epoch.FirstOrDefault(
                    scores => scores.Fold == split.Item.Fold && scores.Trial == split.Item.Trial?.Number)))
                .Where(split => split.Scores is not null)
                .ToArray();
            foreach (var (split, scores) in trained)
            {
                progress[split].Add(scores!);
            }

            foreach (var (split, _) in trained.Where(each => !choice.IsMade(each.Index)))
            {
                _ = AddToChoice(split, epoch.Key, choice);
            }
        }
    }

    /// <summary>Adds an epoch of a split to the choice, and ends the split if it is its last epoch. Returns the value to minimize.</summary>
    private double? AddToChoice(int split, int epoch, EpochChoice choice)
    {
        var value = choice.Add(split);
        if (epoch == splits[split].Epochs)
        {
            choice.End(split);
        }

        return value;
    }

    private bool HaveHalfEnded(EpochChoice choice) =>
        2 * Enumerable.Range(0, splits.Count).Count(choice.HasEnded) >= splits.Count;

    private int IndexOf(Split split) => splits.Index().First(each => each.Item == split).Index;

    /// <summary>Returns the number of rows in a batch, without those of splits whose training has ended.</summary>
    private long CountRows(long[] counts, EpochChoice choice) =>
        counts.Where((_, member) => !choice.HasEnded(splitData.Members.SplitOf(member))).Sum();

    private LossFunction CreateLossFunction(Device device)
    {
        var smoothing = splitData.Members.Repeat(split => (float)specs[split].Training.LabelSmoothing).ToArray();
        return new LossFunction(
            data.Task,
            splitData.ClassWeights()?.to(device),
            specs[0].Training.LabelSmoothing,
            smoothing.All(share => share == smoothing[0]) ? null : tensor(smoothing, device: device));
    }
}
