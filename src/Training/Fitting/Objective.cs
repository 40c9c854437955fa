using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// The loss that is made small: cross-entropy of class logits, or the squared error of numbers.
/// </summary>
/// <param name="task">Which of them.</param>
/// <param name="classWeights">[members, classes], how much a row of each class counts; null: all alike.</param>
/// <param name="labelSmoothing">The share of each class's probability that is spread over all.</param>
internal sealed class Objective(LearningTask task, Tensor? classWeights = null, double labelSmoothing = 0) : IDisposable
{
    private readonly Tensor? classWeights = classWeights?.DetachFromDisposeScope();

    public bool IsClassification => task == LearningTask.Classification;

    /// <summary>Each member's mean loss over its rows: [] for a stack of one, else [members].</summary>
    /// <param name="outputs">[rows, outputs], or [members, rows, outputs].</param>
    /// <param name="targets">[members x rows].</param>
    /// <param name="batch">The rows.</param>
    public Tensor Loss(Tensor outputs, Tensor targets, RowBatch batch)
    {
        if (outputs.dim() == 2 && classWeights is null)
        {
            return IsClassification
                ? nn.functional.cross_entropy(outputs, targets, label_smoothing: labelSmoothing)
                : nn.functional.mse_loss(outputs.view(-1), targets);
        }

        var losses = OfRows(outputs, targets, batch);
        return Weights(targets, batch) is { } weights ? losses.mul(weights).sum(1).div(weights.sum(1)) : losses.mean([1]);
    }

    public void Dispose() => classWeights?.Dispose();

    /// <summary>[members, rows]</summary>
    private Tensor OfRows(Tensor outputs, Tensor targets, RowBatch batch) => IsClassification
        ? nn.functional.cross_entropy(outputs.dim() == 2 ? outputs : outputs.flatten(0, 1), targets, reduction: nn.Reduction.None, label_smoothing: labelSmoothing)
            .view(batch.Members, batch.Rows)
        : nn.functional.mse_loss(outputs.view(batch.Members, batch.Rows), targets.view(batch.Members, batch.Rows), nn.Reduction.None);

    private Tensor? Weights(Tensor targets, RowBatch batch)
    {
        var padding = batch.IsRagged ? batch.Mask(targets.device) : null;
        var weights = classWeights?.narrow(0, 0, batch.Members).gather(1, targets.view(batch.Members, batch.Rows));
        return weights is null ? padding : padding is null ? weights : weights.mul(padding);
    }
}
