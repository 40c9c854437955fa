using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Scores a model on a part of a dataset.</summary>
internal static class DatasetToScore
{
    /// <summary>Returns why a model cannot be scored on a part of a dataset, with the field of the request; null if it can.</summary>
    public static (string Field, string Reason)? FindProblem(Dataset dataset, DatasetPart part, CheckpointDescription model) => dataset switch
    {
        ImageDataset when model.Image is null => ("dataset", $"'{dataset.Summary.Name}' has images, and the model takes rows of a table"),
        TableDataset when model.Table is null => ("dataset", $"'{dataset.Summary.Name}' is a table, and the model takes images"),
        ImageDataset images => FindProblem(images, model),
        TableDataset { Test: null } when part == DatasetPart.Test => ("part", $"'{dataset.Summary.Name}' has no test part; leave part out"),
        _ => null,
    };

    /// <summary>Scores a model on a part without a problem.</summary>
    public static Scores Score(ModelScorer scorer, Dataset dataset, DatasetPart part, CancellationToken cancellationToken) => dataset switch
    {
        ImageDataset images => scorer.ScoreImages(part == DatasetPart.Train ? images.Train : images.Test, images.Shape.Classes, cancellationToken),
        TableDataset table => scorer.ScoreTable(part == DatasetPart.Train ? table.Train : table.Test!, table.Summary.Name, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, null),
    };

    private static (string Field, string Reason)? FindProblem(ImageDataset images, CheckpointDescription model)
    {
        var (input, shape) = (model.Image!, images.Shape);
        if ((input.Height, input.Width) != (shape.Height, shape.Width))
        {
            return ("dataset", FormattableString.Invariant($"its images are {shape.Height} x {shape.Width}, ")
                + FormattableString.Invariant($"and those of the model are {input.Height} x {input.Width}"));
        }

        return shape.Classes.FirstOrDefault(name => !model.Classes.Contains(name)) is { } unknown
            ? ("dataset", $"the model was not trained with its class '{unknown}'")
            : null;
    }
}
