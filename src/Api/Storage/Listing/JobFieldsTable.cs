using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Listing;

/// <summary>Writes the rows of <see cref="JobFieldsRow"/>, in the caller's transaction.</summary>
internal static class JobFieldsTable
{
    /// <summary>Adds the row of a job.</summary>
    public static Task AddJobFieldsAsync(
        this DbContext context, Guid id, JobSpec spec, JobLabels labels, string startedBy, string scores)
    {
        var sql = $$"""
            INSERT INTO "JobFields" ("JobId", "Search", "Fields", "Scores") VALUES ({0}, {1}, {{Json(context, 2)}}, {{Json(context, 3)}})
            """;
        return context.Database.ExecuteSqlRawAsync(
            sql, id, JobFieldValues.GetSearchText(spec, labels), JobFieldValues.GetFields(spec, labels, startedBy), scores);
    }

    /// <summary>Replaces everything but the scores.</summary>
    public static Task UpdateJobFieldsAsync(this DbContext context, Guid id, JobSpec spec, JobLabels labels, string startedBy)
    {
        var sql = $$"""UPDATE "JobFields" SET "Search" = {1}, "Fields" = {{Json(context, 2)}} WHERE "JobId" = {0}""";
        return context.Database.ExecuteSqlRawAsync(
            sql, id, JobFieldValues.GetSearchText(spec, labels), JobFieldValues.GetFields(spec, labels, startedBy));
    }

    /// <summary>Replaces the scores.</summary>
    public static void UpdateJobScores(this DbContext context, Guid id, string scores) =>
        context.Database.ExecuteSqlRaw(UpdateScores(context), id, scores);

    /// <inheritdoc cref="UpdateJobScores"/>
    public static Task UpdateJobScoresAsync(this DbContext context, Guid id, string scores) =>
        context.Database.ExecuteSqlRawAsync(UpdateScores(context), id, scores);

    private static string UpdateScores(DbContext context) =>
        $$"""UPDATE "JobFields" SET "Scores" = {{Json(context, 1)}} WHERE "JobId" = {0}""";

    private static string Json(DbContext context, int parameter) =>
        string.Format(null, context.Database.IsNpgsql() ? "CAST({{{0}}} AS jsonb)" : "jsonb({{{0}}})", parameter);
}
