using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Optimizers;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// Trains one network, or several of the same shape in one batched network, for one epoch at a time. Runs synchronously on the calling
/// thread. The thread should be used for this run only, because TorchSharp's dispose scopes and gradient mode belong to a thread.
/// </summary>
internal sealed class EpochTrainer : IDisposable
{
    /// <summary>The largest number of steps in an epoch whose gradient norms are measured without need.</summary>
    private const long MeasuredSteps = 64;

    /// <summary>The largest number of rows that initial parameters are fitted to.</summary>
    private const int InitializationRows = 1024;

    private readonly JobSpec spec;
    private readonly BatchedNetwork network;
    private readonly LossFunction lossFunction;
    private readonly Optimizer optimizer;
    private readonly GradientClipping clipping;
    private readonly RunningMetrics runningMetrics;
    private readonly StepThreads threads;
    private Tensor? initialLosses;
    private float[]? initialLossValues;
    private long trainedRows;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="network">The network to train.</param>
    /// <param name="lossFunction">The loss.</param>
    /// <param name="threads">Chooses the number of threads; null: by the network.</param>
    /// <param name="optimizers">The optimizer settings of each member; null: those of the spec.</param>
    public EpochTrainer(
        JobSpec spec,
        BatchedNetwork network,
        LossFunction lossFunction,
        StepThreads? threads = null,
        IReadOnlyList<OptimizerSpec>? optimizers = null)
    {
        (this.spec, this.network, this.lossFunction) = (spec, network, lossFunction);
        network.Parameters.BeginTraining();
        this.threads = threads ?? StepThreads.For(network, spec.Training.BatchSize);
        optimizers ??= [.. Enumerable.Repeat(spec.Optimizer, network.MemberCount)];
        (optimizer, clipping) = (Optimizer.Create(optimizers, network), new GradientClipping(optimizers, network.Parameters));
        runningMetrics = new RunningMetrics(network, hasRowWeights: spec.WeightColumn is not null);
    }

    /// <summary>The loss of each member's first batch, before the first step; zeros before it.</summary>
    public float[] InitialLosses => initialLosses is null && initialLossValues is null
        ? new float[network.MemberCount]
        : initialLossValues ??= initialLosses!.cpu().data<float>().ToArray();

    /// <summary>Whether an epoch has begun and is not complete.</summary>
    public bool IsWithinEpoch => trainedRows > 0;

    /// <summary>Fits initial parameters to the training rows, if the network has a layer that asks for it. Call it before the first epoch.</summary>
    /// <param name="rows">The training rows of each member.</param>
    public void Initialize(RowSet rows)
    {
        if (!network.IsDataDriven)
        {
            return;
        }

        using var inference = inference_mode();
        var sample = rows.SampleAtMost(InitializationRows);
        using var order = sample.InOrder();
        using var scope = NewDisposeScope();
        network.Initialize(Select(sample, order, 0, order.Length).Inputs);
    }

    /// <summary>
    /// Trains one epoch: one pass over each member's rows in the given order, with an optimizer step after each batch. If the training was
    /// resumed within an epoch, trains only the rest of it.
    /// </summary>
    /// <param name="rows">The training rows of each member.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="learningRates">The learning rates of the epoch's steps.</param>
    /// <param name="stopCondition">Ends the epoch early, after at least one batch.</param>
    /// <param name="onBatchEnded">Called after each batch with each member's number of rows in it.</param>
    /// <returns>Each member's means over the epoch, or over its batches so far if it was stopped.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public RunningMetrics.EpochMeans[] TrainEpoch(
        RowSet rows, RowOrder order, EpochLearningRates learningRates, StopCondition stopCondition, Action<long[]> onBatchEnded)
    {
        network.IsTraining = true;
        if (!IsWithinEpoch)
        {
            runningMetrics.Reset();
        }

        var epochs = spec.Training.Epochs;
        network.DropoutStrength = StrengthSchedules.ShareIn(spec.Training.DropoutSchedule, learningRates.Epoch, epochs);
        optimizer.DecayStrength = StrengthSchedules.ShareIn(spec.Optimizer.WeightDecaySchedule, learningRates.Epoch, epochs);

        using var inference = inference_mode();
        learningRates.Skip(trainedRows / spec.Training.BatchSize);
        while (trainedRows < order.Length && !(IsWithinEpoch && stopCondition.IsMet))
        {
            stopCondition.CancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, outputs, targets) = Forward(rows, order, trainedRows, spec.Training.BatchSize);

            // The loss of each copy counts, not the loss of their mean, so that each learns to predict by itself.
            var copies = batch.Repeat(network.Copies);
            targets = network.Copies == 1 ? targets : targets.repeat_interleave(network.Copies);
            var (losses, gradient) = lossFunction.Compute(outputs, targets, copies);
            network.Backward(gradient);
            runningMetrics.AddLoss(losses, batch);
            clipping.Apply(clipping.NeedsNorms || IsMeasured(order.Length) ? runningMetrics.AddGradientNorms(batch) : null);
            optimizer.Step(batch.Members, learningRates.Next());
            initialLosses ??= losses.clone().DetachFromDisposeScope();
            if (lossFunction.IsClassification)
            {
                runningMetrics.AddCorrect(outputs, targets, copies);
            }

            threads.End(batch.RowsPerMember);
            trainedRows += spec.Training.BatchSize;
            onBatchEnded(batch.RowCounts);
        }

        trainedRows = 0;

        // This is the only place in the epoch that waits for the device: the sums are kept there.
        return runningMetrics.ReadMeans();
    }

    /// <summary>
    /// Returns each member's outputs for its rows, with dropout off: log-probabilities [rows, classes], or encoded numbers [rows]. If the network
    /// copies rows, these are the logarithms of the mean probabilities, or the mean numbers.
    /// </summary>
    public float[][] Predict(RowSet rows, CancellationToken cancellationToken)
    {
        network.IsTraining = false;
        using var inference = inference_mode();
        using var order = rows.InOrder();
        var outputs = rows.Rows.Select(member => new List<float>()).ToArray();
        for (long start = 0; start < order.Length; start += network.InferenceBatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, output, _) = Forward(rows, order, start, network.InferenceBatchSize);
            var width = (int)output.size(-1);
            var averaged = lossFunction.IsClassification
                ? CopyAverage.OfLogProbabilities(output.log_softmax(-1), network.Copies)
                : CopyAverage.OfValues(output, network.Copies);
            var values = averaged.cpu().data<float>().ToArray();
            for (var member = 0; member < batch.Members; member++)
            {
                outputs[member].AddRange(values.AsSpan((int)(member * batch.RowsPerMember * width), (int)batch.RowCounts[member] * width));
            }
        }

        return [.. outputs.Select(member => member.ToArray())];
    }

    /// <summary>Saves the optimizer and the position within the epoch to the state, or restores them from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        optimizer.SaveOrRestore(state);
        trainedRows = state.SaveOrRestoreValue("learnedRows", trainedRows);
        if (IsWithinEpoch)
        {
            runningMetrics.SaveOrRestore(state);
        }

        initialLossValues = state.SaveOrRestoreArray("firstLosses", state.IsRestoring ? [] : InitialLosses);
    }

    /// <summary>Saves what the trainer knows of one member between two epochs to the state, or restores it from it.</summary>
    public void SaveOrRestore(TrainingState state, int member, string prefix)
    {
        optimizer.SaveOrRestore(state, member, prefix);
        initialLossValues ??= InitialLosses;
        initialLossValues[member] = state.SaveOrRestoreValue($"{prefix}.firstLoss", initialLossValues[member]);
    }

    public void Dispose()
    {
        // For what this thread computes next, and for threads that have not used libtorch yet.
        LibtorchThreads.UseDefault();
        runningMetrics.Dispose();
        optimizer.Dispose();
        clipping.Dispose();
        initialLosses?.Dispose();
    }

    /// <summary>
    /// Whether the gradient norms of the current step are measured. A figure that is shown once in an epoch is not worth the time of every step.
    /// </summary>
    /// <param name="rows">The number of rows in the epoch.</param>
    private bool IsMeasured(long rows)
    {
        var (step, last) = (trainedRows / spec.Training.BatchSize, (rows - 1) / spec.Training.BatchSize);
        return step % (1 + (last / MeasuredSteps)) == 0;
    }

    private (RowBatch Batch, Tensor Outputs, Tensor Targets) Forward(RowSet rows, RowOrder order, long start, long size)
    {
        threads.Begin(Math.Min(size, order.Length - start));
        var (batch, inputs, targets) = Select(rows, order, start, size);
        return (batch, network.Forward(inputs), targets);
    }

    private (RowBatch Batch, Tensor Inputs, Tensor Targets) Select(RowSet rows, RowOrder order, long start, long size)
    {
        var batch = order.GetBatch(start, size);
        batch.RowCounts.CopyTo(network.Random.BatchRows, 0);
        var (inputs, targets) = rows.Data.SelectRows(batch.Indices);
        batch = batch with { Weights = rows.Data.SelectWeights(batch.Indices)?.view(batch.Members, batch.RowsPerMember) };
        return (batch, network.MemberCount == 1 ? inputs : inputs.view(batch.Members, batch.RowsPerMember, -1), targets);
    }
}
