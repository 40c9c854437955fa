using System.Text.Json.Nodes;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.State;

namespace LearnML.Training.Tests.Fitting.Runs;

public class SplitResultTests
{
    [Fact]
    public void Saved_fold_has_the_JSON_names_of_earlier_checkpoints()
    {
        using var state = new TrainingState();
        var predictions = new Predictions([1], new Targets([], [7]), [], [6], 0.25);
        new SplitResult(new Split(0, [0], [1]), 3, [], 2.5, new Metrics { Loss = 0.5 }, predictions).Save(state, 0);
        using var file = new MemoryStream();
        state.Write(file);
        file.Position = 0;

        var saved = JsonNode.Parse(SafetensorsHeader.ReadMetadata(file)["training"])!["finished.0"]!.AsObject();

        Assert.Equal(["fold", "epoch", "silentLoss", "loss", "train"], saved.Select(field => field.Key));
        Assert.Equal(2.5, (double)saved["silentLoss"]!);
    }
}
