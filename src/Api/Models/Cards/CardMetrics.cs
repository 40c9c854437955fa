using LearnML.Contracts;

namespace LearnML.Api.Models.Cards;

/// <summary>The metrics of a card.</summary>
internal static class CardMetrics
{
    /// <summary>Returns the metrics that there are, by their name in the API.</summary>
    public static IEnumerable<(string Name, double Value)> List(Metrics metrics)
    {
        (string Name, double? Value)[] all =
        [
            ("loss", metrics.Loss), ("accuracy", metrics.Accuracy), ("rocAuc", metrics.RocAuc), ("macroF1", metrics.MacroF1), ("rmse", metrics.Rmse),
            ("mae", metrics.Mae), ("r2", metrics.R2), ("logRmse", metrics.LogRmse),
        ];
        return all.Where(metric => metric.Value is not null).Select(metric => (metric.Name, metric.Value!.Value));
    }
}
