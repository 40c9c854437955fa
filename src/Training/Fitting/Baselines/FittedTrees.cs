using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Evaluation.Boosting;
using LearnML.Training.Fitting.Data;

namespace LearnML.Training.Fitting.Baselines;

/// <summary>The boosted trees of one split.</summary>
/// <param name="prepared">The encoding of the split.</param>
/// <param name="inputs">The indices of the inputs that the trees have.</param>
/// <param name="trees">The trees.</param>
internal sealed class FittedTrees(PreparedData prepared, int[] inputs, BoostedTrees trees) : IDisposable
{
    /// <summary>Predicts the rows that a network predicted.</summary>
    /// <param name="rows">The encoded rows, such as the training part or the test part.</param>
    /// <param name="network">The predictions of the network for some of these rows.</param>
    public ScoredPredictions Predict(TensorDataset rows, Predictions network)
    {
        var outputs = trees.Predict(rows.ReadColumns(network.Rows).SelectColumns(inputs));
        var predicted = prepared.ToPredictions(outputs, network.Rows, network.Targets);
        return new ScoredPredictions(predicted, prepared.ComputeErrors(predicted));
    }

    public void Dispose() => trees.Dispose();
}
