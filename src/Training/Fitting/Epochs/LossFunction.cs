using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// The loss function that the training minimizes: cross-entropy of class logits, or the mean squared error of numbers.
/// </summary>
/// <param name="task">Classification for cross-entropy, regression for the squared error.</param>
/// <param name="classWeights">[members, classes], the weight of a row of each class; null for equal weights.</param>
/// <param name="labelSmoothing">The share of the target probability that is spread evenly over all classes. Default: 0.</param>
/// <param name="memberSmoothing">That share for each member, [members]; null if all members have the same.</param>
internal sealed class LossFunction(
    LearningTask task, Tensor? classWeights = null, double labelSmoothing = 0, Tensor? memberSmoothing = null) : IDisposable
{
    private readonly Tensor? memberSmoothing = memberSmoothing?.DetachFromDisposeScope();
    private readonly Tensor? classWeights = classWeights?.DetachFromDisposeScope();
    private readonly Scalar slope = task == LearningTask.Classification ? 1 : 2;
    private readonly Scalar targetShare = 1 - labelSmoothing;
    private readonly Scalar smoothedShare = labelSmoothing;
    private Scalar? smoothedShareOfClass;
    private Tensor? minusTargetShare;

    // Created once for batches of the same size. TensorDataset explains why.
    private (long Rows, Scalar Scalar) equalShare = (0, 0);

    public bool IsClassification => task == LearningTask.Classification;

    /// <summary>
    /// Returns each member's mean loss over its rows, weighted by the class weights, and its gradient. With row weights, it is the sum of the
    /// weighted losses divided by the number of rows: the weights have a mean of 1 over all training rows, so rows of small weight make small
    /// steps, and an epoch's mean is the weighted mean of its rows.
    /// </summary>
    /// <param name="outputs">[rows, outputs] for one member, or [members, rows, outputs].</param>
    /// <param name="targets">[members x rows], class indices or encoded numbers.</param>
    /// <param name="batch">The rows of the batch.</param>
    /// <returns>The losses, [members], and the gradient of each output, in the shape of the outputs.</returns>
    public (Tensor Losses, Tensor Gradient) Compute(Tensor outputs, Tensor targets, RowBatch batch)
    {
        var ofRows = targets.view([.. outputs.shape[..^1], 1]);
        var shares = RowShares(targets, batch)?.view(ofRows.shape);
        return !IsClassification ? SquaredError(outputs, ofRows, shares, batch)
            : memberSmoothing is null ? CrossEntropy(outputs, ofRows, shares, batch)
            : CrossEntropyOfMembers(outputs, ofRows, shares, batch);
    }

    public void Dispose()
    {
        classWeights?.Dispose();
        memberSmoothing?.Dispose();
        minusTargetShare?.Dispose();
    }

    private (Tensor Losses, Tensor Gradient) SquaredError(Tensor outputs, Tensor targets, Tensor? shares, RowBatch batch)
    {
        var errors = outputs.sub(targets);
        var losses = Mean(errors.mul(errors), shares, batch);
        return (losses, MultiplyByShare(errors, shares, batch));
    }

    /// <summary>The gradient of the cross-entropy with respect to the logits is the probabilities minus the target probabilities.</summary>
    private (Tensor Losses, Tensor Gradient) CrossEntropy(Tensor logits, Tensor targets, Tensor? shares, RowBatch batch)
    {
        var logProbabilities = logits.log_softmax(-1);
        var negativeLosses = logProbabilities.gather(-1, targets);
        if (labelSmoothing > 0)
        {
            negativeLosses.mul_(targetShare).add_(logProbabilities.mean([-1], keepdim: true), smoothedShare);
        }

        var losses = Mean(negativeLosses.neg_(), shares, batch);
        minusTargetShare ??= tensor([labelSmoothing - 1], logits.dtype, logits.device).DetachFromDisposeScope();
        var gradient = logProbabilities.exp_().scatter_add_(-1, targets, minusTargetShare.expand(targets.shape));
        if (labelSmoothing > 0)
        {
            gradient.sub_(smoothedShareOfClass ??= labelSmoothing / logits.size(-1));
        }

        return (losses, MultiplyByShare(gradient, shares, batch));
    }

    /// <summary>The same for members with label smoothings of their own.</summary>
    private (Tensor Losses, Tensor Gradient) CrossEntropyOfMembers(Tensor logits, Tensor targets, Tensor? shares, RowBatch batch)
    {
        var smoothing = memberSmoothing!.narrow(0, 0, batch.Members).view(-1, 1, 1);
        var logProbabilities = logits.log_softmax(-1);
        var losses = logProbabilities.gather(-1, targets).neg_().mul_(1 - smoothing)
            .sub_(logProbabilities.mean([-1], keepdim: true).mul_(smoothing));
        var means = Mean(losses, shares, batch);
        var gradient = logProbabilities.exp_().scatter_add_(-1, targets, (smoothing - 1).expand(targets.shape)).sub_(smoothing / logits.size(-1));
        return (means, MultiplyByShare(gradient, shares, batch));
    }

    /// <summary>Returns the weighted mean of each member's rows, [members].</summary>
    private static Tensor Mean(Tensor values, Tensor? shares, RowBatch batch) => shares is null
        ? values.view(batch.Members, batch.RowsPerMember).mean([1])
        : values.mul(shares).view(batch.Members, batch.RowsPerMember).sum(1);

    /// <summary>
    /// Multiplies the errors of the rows, in place, by their share in the mean; errors of numbers also by 2, from the derivative of the square.
    /// </summary>
    private Tensor MultiplyByShare(Tensor errors, Tensor? shares, RowBatch batch)
    {
        if (shares is not null)
        {
            return errors.mul_(shares).mul_(slope);
        }

        if (equalShare.Rows != batch.RowsPerMember)
        {
            equalShare = (batch.RowsPerMember, slope.ToDouble() / batch.RowsPerMember);
        }

        return errors.mul_(equalShare.Scalar);
    }

    /// <summary>Returns the share of each row in its member's mean, [members, rows]; null if all rows have the same.</summary>
    private Tensor? RowShares(Tensor targets, RowBatch batch)
    {
        var padding = batch.HasPadding ? batch.RowMask(targets.device) : null;
        var ofClasses = classWeights?.narrow(0, 0, batch.Members).gather(1, targets.view(batch.Members, batch.RowsPerMember));
        var weights = new[] { ofClasses, padding, batch.Weights }.OfType<Tensor>()
            .Aggregate((Tensor?)null, (product, each) => product?.mul(each) ?? each);
        return batch.Weights is null
            ? weights?.div(weights.sum(1, keepdim: true))
            : weights!.div(tensor(batch.RowCounts, [batch.Members, 1], float32, targets.device));
    }
}
