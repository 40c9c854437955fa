using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// The loss function that the training minimizes: cross-entropy of class logits, or the mean squared error of numbers.
/// </summary>
/// <param name="task">Classification for cross-entropy, regression for the squared error.</param>
/// <param name="classWeights">[members, classes], the weight of a row of each class; null for equal weights.</param>
/// <param name="labelSmoothing">The share of the target probability that is spread evenly over all classes. Default: 0.</param>
internal sealed class LossFunction(LearningTask task, Tensor? classWeights = null, double labelSmoothing = 0) : IDisposable
{
    private readonly Tensor? classWeights = classWeights?.DetachFromDisposeScope();

    public bool IsClassification => task == LearningTask.Classification;

    /// <summary>
    /// Returns each member's mean loss over its rows, weighted by the class weights: [] or [1] for one member, otherwise [members]. With row
    /// weights, it is the sum of the weighted losses divided by the number of rows: the weights have a mean of 1 over all training rows, so rows
    /// of small weight make small steps, and an epoch's mean is the weighted mean of its rows.
    /// </summary>
    /// <param name="outputs">[rows, outputs] for one member, or [members, rows, outputs].</param>
    /// <param name="targets">[members x rows], class indices or encoded numbers.</param>
    /// <param name="batch">The rows of the batch.</param>
    public Tensor Compute(Tensor outputs, Tensor targets, RowBatch batch)
    {
        if (outputs.dim() == 2 && classWeights is null && batch.Weights is null)
        {
            return IsClassification
                ? nn.functional.cross_entropy(outputs, targets, label_smoothing: labelSmoothing)
                : nn.functional.mse_loss(outputs.view(-1), targets);
        }

        var losses = RowLosses(outputs, targets, batch);
        if (RowWeights(targets, batch) is not { } weights)
        {
            return losses.mean([1]);
        }

        return batch.Weights is null
            ? losses.mul(weights).sum(1).div(weights.sum(1))
            : losses.mul(weights).sum(1).div(tensor(batch.RowCounts, float32, losses.device));
    }

    public void Dispose() => classWeights?.Dispose();

    /// <summary>Returns the loss of each row, [members, rows].</summary>
    private Tensor RowLosses(Tensor outputs, Tensor targets, RowBatch batch) => IsClassification
        ? nn.functional.cross_entropy(
            outputs.dim() == 2 ? outputs : outputs.flatten(0, 1), targets, reduction: nn.Reduction.None, label_smoothing: labelSmoothing)
            .view(batch.Members, batch.RowsPerMember)
        : nn.functional.mse_loss(
            outputs.view(batch.Members, batch.RowsPerMember), targets.view(batch.Members, batch.RowsPerMember), nn.Reduction.None);

    private Tensor? RowWeights(Tensor targets, RowBatch batch)
    {
        var padding = batch.HasPadding ? batch.RowMask(targets.device) : null;
        var ofClasses = classWeights?.narrow(0, 0, batch.Members).gather(1, targets.view(batch.Members, batch.RowsPerMember));
        return new[] { ofClasses, padding, batch.Weights }.OfType<Tensor>().Aggregate((Tensor?)null, (product, each) => product?.mul(each) ?? each);
    }
}
