using System.ComponentModel;
using LearnML.Api.Jobs.Filters;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Listing;
using Microsoft.AspNetCore.Mvc;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The query of a request for the list of jobs.</summary>
internal sealed record JobListRequest(
    [FromQuery(Name = "state")]
    [Description("Only jobs in one of these states, separated by commas: "
        + "queued, running, stopping, stopped, succeeded, failed, cancelled, interrupted.")]
    string? State = null,
    [FromQuery(Name = "dataset")]
    [Description("Only jobs on this dataset.")]
    string? Dataset = null,
    [FromQuery(Name = "model")]
    [Description("Only jobs of this model.")]
    string? Model = null,
    [FromQuery(Name = "project")]
    [Description("Only jobs in this project.")]
    string? Project = null,
    [FromQuery(Name = "tag")]
    [Description("Only jobs with this tag.")]
    string? Tag = null,
    [FromQuery(Name = "starred")]
    [Description("Only jobs with a star (true), or only those without one (false).")]
    bool? Starred = null,
    [FromQuery(Name = "createdFrom")]
    [Description("Only jobs posted at this time or later.")]
    DateTimeOffset? CreatedFrom = null,
    [FromQuery(Name = "createdBefore")]
    [Description("Only jobs posted before this time.")]
    DateTimeOffset? CreatedBefore = null,
    [FromQuery(Name = "search")]
    [Description("Only jobs with all of these words in their name, note, model, dataset, project or tags, or at the beginning of their id.")]
    string? Search = null,
    [FromQuery(Name = "filter")]
    [Description("Only jobs that meet every condition: `optimizer.learningRate<0.1 dataset:glyphs,polynomial -tags:draft validation.loss<=0.5`. "
        + "Fields are those of the spec, the metrics (`validation.loss`, `train.accuracy`, `test.rmse`), and `created`, `state`, `progress`, `name`, "
        + "`note`, `tags`, `starred`, `project`, `startedBy` and `seconds`. Comparisons are `<`, `<=`, `>`, `>=`, `=`, `!=`, and `:` for one of "
        + "several values. A minus excludes. Other words are searched for.")]
    string? Filter = null,
    [FromQuery(Name = "sort")]
    [Description("The field to sort by, with a minus for the largest first: `-created`, `validation.loss`, `-validation.accuracy`, "
        + "`optimizer.learningRate`, `state` (in the order of a job's life), `progress`. Jobs without the field come last. "
        + "Lists and `tags` have no order. Default: `-created`.")]
    string? Sort = null,
    [FromQuery(Name = "oldestFirst")]
    [Description("Whether the oldest job comes first, if there is no `sort`. Default: false.")]
    bool OldestFirst = false,
    [FromQuery(Name = "cursor")]
    [Description("The `next` of the page before, with the same sort and filter. Default: the first page.")]
    string? Cursor = null,
    [FromQuery(Name = "skip")]
    [Description("The number of jobs to skip at the start. Default: 0.")]
    int Skip = 0,
    [FromQuery(Name = "take")]
    [Description("The largest number of jobs to return, 1 to 200. Default: 50.")]
    int Take = 50)
{
    private const int MaximumPageSize = 200;
    private const int MaximumWords = 10;

    /// <summary>Returns the query, or null and all errors.</summary>
    public JobQuery? Read(FieldErrors errors)
    {
        foreach (var (name, text) in new[]
            { ("dataset", Dataset), ("model", Model), ("project", Project), ("tag", Tag), ("search", Search), ("filter", Filter) })
        {
            errors.Require(text is null || !StoredText.HasNull(text), name, StoredText.NullReason);
        }

        errors.Require(Skip >= 0, "skip", "must be at least 0");
        errors.Require(Take is >= 1 and <= MaximumPageSize, "take", $"must be 1 to {MaximumPageSize}");
        string[] searched = Search?.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        errors.Require(searched.Length <= MaximumWords, "search", $"must have at most {MaximumWords} words");
        var (words, conditions) = Filter is null ? ([], []) : new FilterReader("filter", errors).Read(Filter);
        var sort = ReadSort(errors);
        var cursor = ReadCursor(sort, errors);
        var query = new JobQuery
        {
            Words = [.. searched, .. words],
            Conditions = [.. ListConditions(errors), .. conditions],
            Sort = sort,
            After = cursor,
            Skip = Skip,
            Take = Take,
        };
        return errors.IsEmpty ? query : null;
    }

    private IEnumerable<FieldCondition> ListConditions(FieldErrors errors)
    {
        foreach (var (field, value) in new[] { ("dataset", Dataset), ("model", Model), ("project", Project), ("tags", Tag) })
        {
            if (value is not null)
            {
                yield return FieldCondition.Is(field, value);
            }
        }

        if (State is not null)
        {
            var term = new FilterTerm("state", ":", State);
            foreach (var condition in new ConditionReader("state", errors).Read(JobFieldCatalog.Find("state")!, term))
            {
                yield return condition;
            }
        }

        if (Starred is { } starred)
        {
            yield return FieldCondition.Is("starred", starred ? "true" : "false");
        }

        if (CreatedFrom is { } from)
        {
            yield return new FieldCondition(JobFieldCatalog.Created, FieldOperator.GreaterOrEqual, [from]);
        }

        if (CreatedBefore is { } before)
        {
            yield return new FieldCondition(JobFieldCatalog.Created, FieldOperator.Less, [before]);
        }
    }

    private JobSort ReadSort(FieldErrors errors)
    {
        if (string.IsNullOrEmpty(Sort))
        {
            return JobSort.Newest with { IsDescending = !OldestFirst };
        }

        var isDescending = Sort[0] == '-';
        var field = new FieldFinder("sort", errors).Find(isDescending ? Sort[1..] : Sort);
        errors.Require(field?.IsSortable ?? true, "sort", field?.Kind == JobFieldKind.Tags
            ? "is tags, and a job can have several of them, so they have no order; filter by a tag, such as filter=tags:baseline"
            : $"is {field?.Name}, a list, which has no order; filter by it, such as filter="
                + (field is null ? "" : ConditionReader.GiveExample(field)));
        return new JobSort(field ?? JobFieldCatalog.Created, isDescending);
    }

    private JobCursor? ReadCursor(JobSort sort, FieldErrors errors)
    {
        if (Cursor is null)
        {
            return null;
        }

        var cursor = JobCursor.Parse(Cursor);
        errors.Require(
            cursor is not null && sort.Fits(cursor), "cursor", "is not one of this list; send the `next` of an answer with the same `sort`");
        return cursor;
    }
}
