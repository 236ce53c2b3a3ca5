import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { PatientDraft } from '@/lib/api/schema';

/** The criterion stays in memory: it may be an identity number, so it goes into no address. */
export function usePatientSearch(query: string) {
  return useQuery({
    queryKey: ['patient-search', query],
    queryFn: ({ signal }) => call('searchPatients', { body: { query, limit: 20 }, signal }),
    enabled: query.length > 0,
    placeholderData: (before) => before,
    gcTime: 0,
  });
}

export function usePatient(id: string) {
  return useQuery({ queryKey: keys.patient(id), queryFn: ({ signal }) => call('getPatient', { path: { id }, signal }) });
}

export function usePatientStudies(id: string) {
  return useQuery({ queryKey: keys.patientStudies(id), queryFn: ({ signal }) => call('listPatientStudies', { path: { id }, query: { limit: 100 }, signal }) });
}

export function useCandidates(id: string, enabled: boolean) {
  return useQuery({ queryKey: keys.candidates(id), queryFn: ({ signal }) => call('listLinkCandidates', { path: { id }, signal }), enabled });
}

export function useLink(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { patientId: string; reason: string }) => call('linkPatient', { path: { id }, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['patient'] }),
  });
}

export function useUnlink(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { reason: string }) => call('unlinkPatient', { path: { id }, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['patient'] }),
  });
}

export function useReveal(id: string) {
  return useMutation({ mutationFn: (body: { reason: string }) => call('revealPatientIdNumber', { path: { id }, body }) });
}

export function useMatch(studyId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { patientId: string; reason: string }) => call('matchStudy', { path: { id: studyId }, body }),
    onSuccess: (study) => {
      queries.setQueryData(keys.study(studyId), study);
      void queries.invalidateQueries({ queryKey: keys.readingRequests });
      void queries.invalidateQueries({ queryKey: ['reading-request'] });
      void queries.invalidateQueries({ queryKey: keys.studies });
    },
  });
}

export function useRegister() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: PatientDraft) => call('createPatient', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['patient-search'] }),
  });
}
