using System.ComponentModel;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Relations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets.Relations;

/// <summary>The routes that look at the columns of a table and at their relation to its target.</summary>
internal static class DatasetRelationRoutes
{
    private const string TargetDescription = "The column to relate to. Default: the target of the dataset.";
    private const string PartDescription = "The part to read: train or test.";

    public static void MapDatasetRelations(this WebApplication app)
    {
        var dataset = app.MapGroup("/api/datasets/{name}").WithTags("Datasets").RequireScope(Scope.Read)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        dataset.MapGet("/associations", GetAssociationsAsync).WithSummary("Rank the columns of a table by their association with the target")
            .WithDescription("Numbers and numbers have Spearman's rank correlation, numbers and categories the correlation ratio, and categories " +
                "and categories Cramér's V. A strong association is not a cause, and a weak one may still matter together with other columns.")
            .ProducesProblems(400, 404);
        dataset.MapGet("/column", GetColumnAsync).WithSummary("Look closely at a column of a table")
            .WithDescription("The distribution of the column, where its values are missing, and the target by its values.")
            .ProducesProblems(400, 404);
    }

    private static Task<Results<Ok<TableAssociations>, ValidationProblem, ProblemHttpResult>> GetAssociationsAsync(
        string name,
        [AsParameters] DatasetServices services,
        InspectionMemory memory,
        [Description(TargetDescription)] string? target = null,
        [Description(PartDescription)] string part = "train") =>
        ReadAsync<TableAssociations>(name, services, memory, (target, part), (table, file, errors) =>
        {
            var chosen = target ?? table.Summary.Target;
            errors.Require(chosen is not null, "target", "is required, because the dataset has no target");
            errors.Require(target is not null || chosen is null || file.HasColumn(chosen), "target",
                $"is required, because the {part} part has no column '{chosen}'");
            return errors.IsEmpty ? () => new TableRelations(file, chosen).ComputeAssociations(services.CancellationToken) : null;
        });

    private static Task<Results<Ok<ColumnView>, ValidationProblem, ProblemHttpResult>> GetColumnAsync(
        string name,
        [AsParameters] DatasetServices services,
        InspectionMemory memory,
        [Description("The name of the column.")] string column,
        [Description(TargetDescription)] string? target = null,
        [Description(PartDescription)] string part = "train") =>
        ReadAsync<ColumnView>(name, services, memory, (target, part), (table, file, errors) =>
        {
            if (file.Profile.Columns.FirstOrDefault(each => each.Name == column) is not { } profile)
            {
                errors.Add("column", MissingColumn.Explain(column, file.Profile));
                return null;
            }

            return errors.IsEmpty ? () => new TableRelations(file, target ?? table.Summary.Target).View(profile, services.CancellationToken) : null;
        });

    /// <summary>Finds the table, and computes an answer from it unless there are errors.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    private static async Task<Results<Ok<T>, ValidationProblem, ProblemHttpResult>> ReadAsync<T>(
        string name,
        DatasetServices services,
        InspectionMemory memory,
        (string? Target, string Part) request,
        Func<TableDataset, TableFile, FieldErrors, Func<T>?> prepare)
    {
        var errors = new FieldErrors();
        var part = errors.ParseEnum<DatasetPart>(request.Part, "part");
        if (await services.FindAsync(name) is not { } dataset)
        {
            return await services.NotFoundAsync(name);
        }

        if (dataset is not TableDataset table)
        {
            return TypedResults.Problem($"The dataset '{name}' has images; only tables have columns.", statusCode: StatusCodes.Status404NotFound);
        }

        if ((part == DatasetPart.Test ? table.Test : table.Train) is not { } file)
        {
            return TypedResults.Problem($"The dataset '{name}' has no test part.", statusCode: StatusCodes.Status404NotFound);
        }

        if (request.Target is { } target && !file.HasColumn(target))
        {
            errors.Add("target", MissingColumn.Explain(target, file.Profile));
        }

        if (prepare(table, file, errors) is not { } compute || !errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        using var reserved = memory.Reserve(Math.Min(new TableRelations(file, null).EstimateMemory(), memory.MaximumBytes));
        try
        {
            return TypedResults.Ok(compute());
        }
        catch (Exception exception) when (UploadStore.IsMissing(exception))
        {
            throw UploadStore.FileMissing(name, exception);
        }
    }
}
