using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Trains one network, or several of the same shape in one batched network, for one epoch at a time. Runs synchronously on the calling
/// thread. The thread should be used for this run only, because TorchSharp's dispose scopes and gradient mode belong to a thread.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly JobSpec spec;
    private readonly Stack stack;
    private readonly Objective objective;
    private readonly Optimizer optimizer;
    private readonly GradientClipping clipping;
    private readonly EpochTotals totals;
    private Tensor? firstLosses;
    private float[]? readFirstLosses;
    private long learnedRows;

    public Trainer(JobSpec spec, Stack stack, Objective objective)
    {
        (this.spec, this.stack, this.objective) = (spec, stack, objective);
        (optimizer, clipping) = (Optimizer.Create(spec.Optimizer, stack), new GradientClipping(spec.Optimizer, stack.Parameters));
        totals = new EpochTotals(stack);
    }

    /// <summary>The loss of each member's first batch, before the first step.</summary>
    public float[] FirstLosses => readFirstLosses ??= firstLosses!.cpu().data<float>().ToArray();

    /// <summary>Whether an epoch has begun and is not complete.</summary>
    public bool IsWithinEpoch => learnedRows > 0;

    /// <summary>
    /// Trains one epoch: one pass over each member's rows in the given order, with an optimizer step after each batch. If the training was
    /// resumed within an epoch, trains only the rest of it.
    /// </summary>
    /// <param name="rows">The training rows of each member.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="rates">The learning rates of the epoch's steps.</param>
    /// <param name="limit">Ends the epoch early, after at least one batch.</param>
    /// <param name="batchEnded">Called after each batch with each member's number of rows in it.</param>
    /// <returns>Each member's means over the epoch, or over its batches so far if it was stopped.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public EpochTotals.Means[] Learn(RowSet rows, RowOrder order, EpochRates rates, TrainingLimit limit, Action<long[]> batchEnded)
    {
        stack.Network.train();
        if (!IsWithinEpoch)
        {
            totals.Clear();
        }

        using var on = enable_grad();
        rates.Skip(learnedRows / spec.Training.BatchSize);
        while (learnedRows < order.Length && !(IsWithinEpoch && limit.IsReached))
        {
            limit.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, outputs, targets) = Forward(rows, order, learnedRows, spec.Training.BatchSize);
            Step(objective.Loss(outputs, targets, batch), batch, rates.Next());
            if (objective.IsClassification)
            {
                totals.AddHits(outputs, targets, batch);
            }

            learnedRows += spec.Training.BatchSize;
            batchEnded(batch.Counts);
        }

        learnedRows = 0;

        // This is the only place in the epoch that waits for the device: the sums are kept there.
        return totals.Read();
    }

    /// <summary>
    /// Returns each member's outputs for its rows, with dropout off: log-probabilities [rows, classes], or encoded numbers [rows].
    /// </summary>
    public float[][] Evaluate(RowSet rows, CancellationToken cancellation)
    {
        stack.Network.eval();
        using var off = no_grad();
        using var order = rows.InOrder();
        var outputs = rows.Rows.Select(member => new List<float>()).ToArray();
        for (long start = 0; start < order.Length; start += stack.RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, output, _) = Forward(rows, order, start, stack.RowsAtOnce);
            var width = (int)output.size(-1);
            var values = (objective.IsClassification ? output.log_softmax(-1) : output).cpu().data<float>().ToArray();
            for (var member = 0; member < batch.Members; member++)
            {
                outputs[member].AddRange(values.AsSpan((int)(member * batch.Rows * width), (int)batch.Counts[member] * width));
            }
        }

        return [.. outputs.Select(member => member.ToArray())];
    }

    /// <summary>Saves the optimizer and the position within the epoch to the state, or restores them from it.</summary>
    public void Carry(TrainingState state)
    {
        optimizer.Carry(state);
        learnedRows = state.Value("learnedRows", learnedRows);
        if (IsWithinEpoch)
        {
            totals.Carry(state);
        }

        readFirstLosses = state.Numbers("firstLosses", state.IsRestored ? [] : FirstLosses);
    }

    public void Dispose()
    {
        totals.Dispose();
        optimizer.Dispose();
        firstLosses?.Dispose();
    }

    private (RowBatch Batch, Tensor Outputs, Tensor Targets) Forward(RowSet rows, RowOrder order, long start, long size)
    {
        var batch = order.Batch(start, size);
        batch.Counts.CopyTo(stack.Random.BatchRows, 0);
        var (inputs, targets) = rows.Samples.Batch(batch.Indices);
        return (batch, stack.Network.call(stack.Members == 1 ? inputs : inputs.view(batch.Members, batch.Rows, -1)), targets);
    }

    private void Step(Tensor loss, RowBatch batch, double[] learningRates)
    {
        firstLosses ??= loss.detach().clone().DetachFromDisposeScope();
        stack.Parameters.ClearGradients();

        // Members share no weights. So the gradient of the sum of their losses is each member's own gradient.
        loss.backward([ones_like(loss)]);
        totals.AddLoss(loss, batch);
        clipping.Apply(totals.AddGradientNorms());
        optimizer.Step(batch.Members, learningRates);
    }
}
