package dev.tierwise.serving.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Completion;
import dev.tierwise.serving.api.Json;

/**
 * The answer is JSON, and keeps the JSON Schema the request asks for where it asks for one. A schema that cannot be read
 * is the provider's to refuse, and rejects nothing here.
 */
public final class SchemaCheck implements Check {
    private static final JsonMapper JSON = JsonMapper.builder(Json.factory(Json.ANSWER_DEPTH))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    @Override
    public String name() {
        return "json_schema";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        JsonNode said;
        try {
            said = JSON.readTree(answer.text());
        } catch (JsonProcessingException e) {
            return Verdict.rejected("not JSON");
        }
        String schema = asked.schema();
        if (schema == null) {
            return said.isMissingNode() ? Verdict.rejected("empty") : Verdict.ACCEPTED;
        }
        try {
            var problems = SCHEMAS.getSchema(schema).validate(said);
            return problems.isEmpty()
                    ? Verdict.ACCEPTED
                    : Verdict.rejected(problems.iterator().next().getMessage());
        } catch (JsonSchemaException | IllegalArgumentException e) {
            return Verdict.ACCEPTED;
        }
    }
}
