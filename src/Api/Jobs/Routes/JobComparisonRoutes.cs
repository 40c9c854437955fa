using System.ComponentModel;
using LearnML.Api.Documentation;
using LearnML.Api.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The route that compares jobs.</summary>
internal static class JobComparisonRoutes
{
    private const int MaximumJobs = 20;

    public static void MapComparison(this RouteGroupBuilder jobs) =>
        jobs.MapGet("/compare", Compare).WithSummary("Compare jobs: differences of their specs, curves, final scores")
            .WithDescription("A curve of more than a thousand epochs is shortened to evenly spaced ones; `/metrics` has all. With more than six jobs "
                + "the curves are shorter: all together have about 6,000 points.")
            .ProducesProblems(400, 404);

    private static async Task<Results<JobComparisonResult, ValidationProblem, ProblemHttpResult>> Compare(
        [Description("The ids of 2 to 20 jobs, separated by commas.")] string ids,
        JobComparer comparer,
        RequestMemory memory,
        HttpContext context)
    {
        var errors = new FieldErrors();
        var jobs = ReadIds(ids, errors);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        var (comparison, missing) = await comparer.CompareAsync(jobs, memory.ReserveUntilAnswered(context), context.RequestAborted);
        return missing is { } id ? JobProblems.NotFound(id) : comparison!;
    }

    private static List<Guid> ReadIds(string text, FieldErrors errors)
    {
        var ids = new List<Guid>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            errors.Require(Guid.TryParse(part, out var id), "ids", $"'{part}' is not a job id");
            ids.Add(id);
        }

        errors.Require(ids.Count is >= 2 and <= MaximumJobs, "ids", $"must be 2 to {MaximumJobs} jobs");
        errors.Require(ids.Distinct().Count() == ids.Count, "ids", "must all be different");
        return ids;
    }
}
