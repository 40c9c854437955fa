using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.State;
using Microsoft.Net.Http.Headers;

namespace LearnML.Api.Models.Cards;

internal static class CardRoutes
{
    public static void MapModelCards(this WebApplication app) => app
        .MapGet("/api/models/{name}/versions/{version:int}/card", GetAsync).WithTags("Models").RequireScope(Scope.Read)
        .WithSummary("Get the model card of a version")
        .WithDescription("Data, task, scores with baselines, limits, importance and how to call it: in Markdown with the metadata of Hugging Face, " +
            "or as a page if the header `Accept` prefers `text/html`.")
        .Produces<string>(StatusCodes.Status200OK, MarkdownCard.Type, HtmlCard.Type).ProducesProblems(404)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> GetAsync(
        string name, int version, ModelStore models, JobStore jobs, JobCheckpoints checkpoints, HttpContext context)
    {
        if (await models.FindAsync(name, version, context.RequestAborted) is not { } found)
        {
            return ModelProblems.NotFound(new ModelReference(name, version));
        }

        // The report of a job with a version of its own number: an imported version's job is not here.
        var report = found.IsImported ? null : await jobs.GetReportAsync(found.JobId, context.RequestAborted);
        var description = ReadDescription(checkpoints.GetFolder(found.JobId), found.Checkpoint);
        var example = description is { Table: not null } ? InputSchema.Create(description)["examples"]?[0] : null;
        CardDocument document = PrefersHtml(context.Request) ? new HtmlCard($"{found.Name}, version {found.Version}") : new MarkdownCard();
        var card = new ModelCard(found, report, example, isImage: description?.Image is not null)
            .Write(document, $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}");
        context.Response.Headers.Vary = HeaderNames.Accept;
        return TypedResults.Text(card, document.ContentType);
    }

    private static CheckpointDescription? ReadDescription(CheckpointFolder folder, string checkpoint)
    {
        try
        {
            return folder.ReadDescription(checkpoint).Description;
        }
        catch (CheckpointException)
        {
            return null; // The card of a version whose files are damaged has no example.
        }
    }

    private static bool PrefersHtml(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return QualityOf(HtmlCard.Type) is var html and > 0 && html >= QualityOf(MarkdownCard.Type);

        double QualityOf(string type) => accepted.Where(each => each.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(each => each.Quality ?? 1).DefaultIfEmpty(0).Max();
    }
}
