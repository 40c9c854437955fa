using LearnML.Api.Requests;
using LearnML.Api.Specs;
using LearnML.Api.Storage.Listing;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Jobs.Filters;

/// <summary>Finds the field that a filter or a sort names.</summary>
/// <param name="parameter">The name of the parameter, for errors.</param>
/// <param name="errors">Collects the names that are no field, with the nearest ones.</param>
internal sealed class FieldFinder(string parameter, FieldErrors errors)
{
    private const int ListedFields = 3;

    /// <summary>
    /// Returns the field with a name, or with the end of a name if only one field ends so: <c>learningRate</c>. Of a metric, the one of the
    /// validation rows is meant. Returns null, after an error, if there is none.
    /// </summary>
    public JobField? Find(string name)
    {
        if (JobFieldCatalog.Find(name) is { } field)
        {
            return field;
        }

        var ending = JobFieldCatalog.FindByEnd(name);
        if (ending.Count == 1 || ending is [{ IsScore: true }, ..])
        {
            return ending[0];
        }

        errors.Add(parameter, ending.Count > 1
            ? $"has the field '{name}', which may be {string.Join(" or ", ending.Select(each => each.Name))}; write one of these"
            : $"has the field '{LongText.Shorten(name)}', which does not exist; {Suggest(name)}");
        return null;
    }

    private static string Suggest(string name)
    {
        var known = OtherLibraryNames.All.Paths.GetValueOrDefault(string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant());
        var near = known is not null && JobFieldCatalog.Find(known) is not null ? known
            : NearestName.Find(name, JobFieldCatalog.All.Select(field => field.Name))
            ?? (NearestName.Find(GetEnd(name), JobFieldCatalog.All.Select(field => GetEnd(field.Name))) is { } end
                ? JobFieldCatalog.All.First(field => GetEnd(field.Name) == end).Name
                : null);
        return near is not null
            ? $"did you mean '{near}'?"
            : $"the nearest fields are {string.Join(", ", NearestName.List(name, JobFieldCatalog.All.Select(field => field.Name), ListedFields))}";
    }

    private static string GetEnd(string name) => name[(name.LastIndexOf('.') + 1)..];
}
