namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>
/// Statistics of model versions
/// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md).
/// </summary>
/// <param name="ModelStats">The statistics, ordered by name and version.</param>
internal sealed record StatisticsReport(IEnumerable<VersionStatistics> ModelStats);
